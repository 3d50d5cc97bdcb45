package io.vivim.libp2p.link;

import io.netty.util.concurrent.Future;
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

  /** Whether all that there is to read is here, up to the end. */
  private boolean finishedThere;

  private StreamException.@Nullable Cause broken;

  /** Done when what came whole is kept no more; null where nothing is. */
  private @Nullable Future<?> leftover;

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
    Future<?> over;
    synchronized (lock) {
      if (reader != null) {
        return CompletableFuture.failedFuture(new IllegalStateException("somebody reads already"));
      }
      next = received.poll();
      if (next == null) {
        if (broken != null && !finishedThere) {
          return CompletableFuture.failedFuture(new StreamException(broken));
        }
        CompletableFuture<Optional<ByteBuffer>> waiting = new CompletableFuture<>();
        if (finishedThere) {
          waiting.complete(Optional.empty());
        } else {
          reader = waiting;
        }
        return waiting;
      }
      isNoted = broken != null || read > 0;
      read += next.remaining();
      over = received.isEmpty() ? leftover : null;
    }
    if (over != null) {
      over.cancel(false);
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
      int size = bytes.remaining();
      waiting.complete(Optional.of(Unread.compact(bytes)));
      link.consumed(this, size);
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

  /** Nobody wants what is left of it any more. */
  void forgo() {
    Future<?> over;
    synchronized (lock) {
      over = leftover;
    }
    if (over != null) {
      over.cancel(false);
    }
  }

  /** What came whole is the reader's, whatever became of the stream behind it. */
  private static boolean spares(StreamException.Cause cause) {
    return cause == StreamException.Cause.PEER || cause == StreamException.Cause.LINK_ENDED;
  }

  private void leave(int bytes) {
    Future<?> until = link.leaves(bytes, this::drop);
    boolean isRead;
    synchronized (lock) {
      leftover = until;
      isRead = received.isEmpty();
    }
    if (until == null) {
      drop();
    } else if (isRead) {
      until.cancel(false);
    }
  }

  /** What is cut short must not look whole. */
  private void drop() {
    synchronized (lock) {
      if (!received.isEmpty()) {
        received.clear();
        finishedThere = false;
      }
    }
  }

  /** The stream is broken off; whoever waits for it is told. */
  void broken(StreamException.Cause cause) {
    CompletableFuture<Optional<ByteBuffer>> waiting;
    int unread;
    synchronized (lock) {
      if (broken != null) {
        return;
      }
      broken = cause;
      if (!finishedThere || !spares(cause)) {
        finishedThere = false;
        received.clear();
      }
      unread = received.bytes();
      waiting = takeReader();
    }
    letGo();
    if (unread > 0) {
      // Before anybody is told, who might want none of it.
      leave(unread);
    }
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
