package io.vivim.libp2p.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a link that yamux runs: what was received and not read yet, and what is to be written
 * and not sent yet.
 */
final class MuxStream implements LinkStream {
  final long id;
  private final MuxLink link;
  private final boolean isOurs;
  private final CompletableFuture<Optional<StreamException.Cause>> ended =
      new CompletableFuture<>();

  // Guarded by lock.

  private final Object lock = new Object();
  private final Unread received = new Unread();
  private @Nullable CompletableFuture<Optional<ByteBuffer>> reader;
  private boolean finishedThere;
  private StreamException.@Nullable Cause broken;

  /** Bytes that were read and that the link has not taken note of. */
  private int read;

  // Owned by the link's event loop.

  private final Backlog backlog;
  private final Deque<Write> writes = new ArrayDeque<>();
  private boolean isFinished;

  /** Bytes that were read and are kept all the same. */
  private int kept;

  private boolean isGone;

  /** Whether it waits in the line of those that have something to send. */
  boolean isReady;

  /**
   * Bytes to be sent, or the end of them.
   *
   * @param bytes nothing where it is the end
   */
  record Write(@Nullable ByteBuffer bytes, CompletableFuture<Void> done) {
    int size() {
      return bytes == null ? 0 : bytes.remaining();
    }
  }

  /**
   * @param backlog of the link
   */
  MuxStream(MuxLink link, long id, boolean isOurs, Backlog backlog) {
    this.backlog = backlog;
    this.link = link;
    this.id = id;
    this.isOurs = isOurs;
  }

  @Override
  public CompletionStage<Optional<StreamException.Cause>> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public boolean isOurs() {
    return isOurs;
  }

  @Override
  public CompletionStage<Optional<ByteBuffer>> read() {
    ByteBuffer next;
    boolean isNoted;
    synchronized (lock) {
      if (reader != null) {
        return CompletableFuture.failedFuture(new IllegalStateException("somebody reads already"));
      }
      if (broken != null) {
        return CompletableFuture.failedFuture(new StreamException(broken));
      }
      next = received.poll();
      if (next == null) {
        CompletableFuture<Optional<ByteBuffer>> waiting = new CompletableFuture<>();
        if (finishedThere) {
          waiting.complete(Optional.empty());
        } else {
          reader = waiting;
        }
        return waiting;
      }
      isNoted = read > 0;
      read += next.remaining();
    }
    if (!isNoted) {
      link.consumed(this);
    }
    return CompletableFuture.completedFuture(Optional.of(next));
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    return link.write(this, new Write(bytes, new CompletableFuture<>()));
  }

  @Override
  public CompletionStage<Void> finish() {
    return link.write(this, new Write(null, new CompletableFuture<>()));
  }

  @Override
  public void reset() {
    link.reset(this);
  }

  @Override
  public void keeps(int more) {
    link.keeps(this, more);
  }

  // What follows is called on the event loop.

  void keep(int more) {
    if (!isGone) {
      kept += more;
      backlog.kept(more);
    }
  }

  private void letGo() {
    keep(-kept);
    isGone = true;
  }

  void receive(ByteBuffer bytes) {
    CompletableFuture<Optional<ByteBuffer>> waiting;
    synchronized (lock) {
      waiting = takeReader();
      if (waiting == null) {
        received.add(bytes);
      }
    }
    if (waiting != null) {
      link.consumed(this, bytes.remaining());
      waiting.complete(Optional.of(Unread.compact(bytes)));
    }
  }

  /** Whether somebody waits for what comes next. */
  boolean isAwaited() {
    synchronized (lock) {
      return reader != null;
    }
  }

  private @Nullable CompletableFuture<Optional<ByteBuffer>> takeReader() {
    CompletableFuture<Optional<ByteBuffer>> waiting = reader;
    reader = null;
    return waiting;
  }

  void finishedThere() {
    CompletableFuture<Optional<ByteBuffer>> waiting;
    synchronized (lock) {
      finishedThere = true;
      waiting = takeReader();
    }
    if (waiting != null) {
      waiting.complete(Optional.empty());
    }
  }

  /** Both sides have sent all, and all was read. */
  void closed() {
    letGo();
    ended.complete(Optional.empty());
  }

  /** How much was read since this was last asked. */
  int takeRead() {
    synchronized (lock) {
      int taken = read;
      read = 0;
      return taken;
    }
  }

  /** The stream is broken off; whoever waits for it is told. */
  void broken(StreamException.Cause cause) {
    CompletableFuture<Optional<ByteBuffer>> waiting;
    synchronized (lock) {
      if (broken != null) {
        return;
      }
      broken = cause;
      received.clear();
      waiting = takeReader();
    }
    letGo();
    List<Write> left = new ArrayList<>(writes);
    writes.clear();
    left.forEach(write -> backlog.unsent(-write.size()));
    if (waiting != null) {
      waiting.completeExceptionally(new StreamException(cause));
    }
    left.forEach(write -> write.done().completeExceptionally(new StreamException(cause)));
    ended.complete(Optional.of(cause));
  }

  /** Takes what is to be written, or answers why it cannot be. */
  @Nullable Exception accept(Write write) {
    synchronized (lock) {
      if (broken != null) {
        return new StreamException(broken);
      }
    }
    if (isFinished) {
      return new IllegalStateException("written after the end");
    }
    isFinished = write.bytes() == null;
    writes.add(write);
    backlog.unsent(write.size());
    return null;
  }

  /** So many bytes of the next write are on their way. */
  void sent(int bytes) {
    backlog.unsent(-bytes);
  }

  @Nullable Write nextWrite() {
    return writes.peek();
  }

  Write removeWrite() {
    return writes.remove();
  }
}
