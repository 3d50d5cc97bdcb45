package io.vivim.libp2p.gossip;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.link.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to one peer, and the stream that it goes out by. Who publishes waits where it
 * has too much to send, but for no longer than the peer takes anything at all. For any thread.
 */
final class Outlet {
  /** What is written at once. */
  private static final int PIECE_BYTES = 64 * 1024;

  /** What a message costs besides its bytes. */
  private static final int MESSAGE_OVERHEAD_BYTES = 64;

  private final GossipLimits limits;
  private final Timers timers;
  private final Runnable overflown;

  // Guarded by this.

  private final Deque<Bytes> control = new ArrayDeque<>();
  private final Deque<GossipMessage> messages = new ArrayDeque<>();
  private FrameWriter free = new FrameWriter();
  private @Nullable Stream stream;
  private boolean isWriting;
  private boolean isClosed;
  private boolean isStalled;
  private long controlBytes;
  private long messageBytes;

  /** Pieces that were written; what has not grown for a while has stalled. */
  private long written;

  private @Nullable CompletableFuture<Void> room;

  /**
   * @param overflown is called when there is more control than there may be
   */
  Outlet(GossipLimits limits, Timers timers, Runnable overflown) {
    this.limits = limits;
    this.timers = timers;
    this.overflown = overflown;
  }

  /** What was sent to a peer, and whether to go on. */
  enum Sent {
    YES,
    NO
  }

  /** Sends what is not ours; messages are left out where the peer has too much to take. */
  Sent offer(Rpc rpc) {
    boolean isTooMuch = false;
    Sent sent = Sent.YES;
    synchronized (this) {
      if (isClosed) {
        return Sent.NO;
      }
      if (rpc.hasControl()) {
        addControl(rpc.withoutMessages());
        isTooMuch = controlBytes > limits.controlBytes();
      }
      for (GossipMessage message : rpc.messages()) {
        if (messageBytes > limits.forwardBytes()) {
          sent = Sent.NO;
        } else {
          add(message);
        }
      }
    }
    if (isTooMuch) {
      overflown.run();
    }
    pump();
    return sent;
  }

  private void addControl(Rpc rpc) {
    Bytes whole = rpc.encode();
    if (whole.size() <= PIECE_BYTES) {
      addControl(whole);
    } else {
      rpc.parts().forEach(part -> addControl(part.encode()));
    }
  }

  private void addControl(Bytes encoded) {
    control.add(encoded);
    controlBytes += encoded.size();
  }

  private void add(GossipMessage message) {
    messages.add(message);
    messageBytes += message.encoded().size() + MESSAGE_OVERHEAD_BYTES;
  }

  /**
   * Sends a message of ours, and answers when there is room for more; nothing where the peer has
   * stalled, and the message is not sent.
   */
  @Nullable CompletionStage<Void> publish(GossipMessage message) {
    CompletableFuture<Void> wait;
    boolean isNew = false;
    synchronized (this) {
      if (isClosed || (isStalled && messageBytes > limits.queueBytes())) {
        return null;
      }
      add(message);
      if (messageBytes <= limits.queueBytes()) {
        wait = null;
      } else if (room == null) {
        wait = new CompletableFuture<>();
        room = wait;
        isNew = true;
      } else {
        wait = room;
      }
    }
    if (isNew) {
      watch(wait);
    }
    pump();
    return wait == null ? CompletableFuture.completedFuture(null) : wait;
  }

  /** Lets nobody wait for a peer that takes nothing. */
  private void watch(@Nullable CompletableFuture<Void> wait) {
    long before;
    synchronized (this) {
      before = written;
    }
    timers.after(
        limits.stall(),
        () -> {
          boolean isOver;
          synchronized (this) {
            boolean goesOn = written != before;
            isOver = room == wait && !goesOn && !isClosed;
            if (isOver) {
              isStalled = true;
              room = null;
            } else if (room != wait) {
              return;
            }
          }
          if (isOver && wait != null) {
            wait.complete(null);
          } else {
            watch(wait);
          }
        });
  }

  /** From now on it goes out by this stream; what was under way on another one is lost. */
  void attach(Stream to) {
    synchronized (this) {
      stream = to;
      isWriting = false;
      free = new FrameWriter();
    }
    pump();
  }

  /** There is no stream. */
  synchronized void detach(Stream from) {
    if (from.equals(stream)) {
      stream = null;
    }
  }

  /** There is no peer. */
  void close() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      isClosed = true;
      stream = null;
      control.clear();
      messages.clear();
      controlBytes = 0;
      messageBytes = 0;
      waiting = room;
      room = null;
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Writes pieces one behind the other, without going deeper where one is done at once. */
  private void pump() {
    while (true) {
      Stream to;
      FrameWriter piece;
      CompletableFuture<Void> waiting = null;
      synchronized (this) {
        if (stream == null || isWriting || (control.isEmpty() && messages.isEmpty())) {
          return;
        }
        to = stream;
        isWriting = true;
        piece = free;
        fill(piece);
        if (messageBytes <= limits.queueBytes()) {
          waiting = room;
          room = null;
          isStalled = false;
        }
      }
      if (waiting != null) {
        waiting.complete(null);
      }
      CompletableFuture<Void> done = to.write(piece.content()).toCompletableFuture();
      if (!done.isDone()) {
        CompletionStage<Void> unused =
            done.whenComplete(
                (nothing, failure) -> {
                  if (written(to, failure)) {
                    pump();
                  }
                });
        return;
      }
      if (!written(to, done.isCompletedExceptionally() ? new IllegalStateException() : null)) {
        return;
      }
    }
  }

  private synchronized boolean written(Stream to, @Nullable Throwable failure) {
    if (!to.equals(stream)) {
      return false;
    }
    isWriting = false;
    if (failure != null) {
      stream = null;
      return false;
    }
    written++;
    return true;
  }

  private void fill(FrameWriter piece) {
    piece.reset();
    while (!control.isEmpty() && piece.size() < PIECE_BYTES) {
      Bytes next = control.remove();
      controlBytes -= next.size();
      piece.rpc(next);
    }
    while (!messages.isEmpty() && piece.size() < PIECE_BYTES) {
      GossipMessage next = messages.remove();
      messageBytes -= next.encoded().size() + MESSAGE_OVERHEAD_BYTES;
      piece.message(next);
    }
  }
}
