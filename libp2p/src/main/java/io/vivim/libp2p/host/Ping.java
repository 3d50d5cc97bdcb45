package io.vivim.libp2p.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A session of the ping protocol (libp2p specifications, "ping"). All sessions with a peer have one
 * stream together, which ends with the last of them; one ping at a time is under way on it. For any
 * thread.
 */
public final class Ping implements AutoCloseable {
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  /** Streams that are answered of one peer: as it ends one, it may have opened the next. */
  static final int MAX_STREAMS_OF_PEER = 2;

  /** How long an answer may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long the peer may take to end its half, once there are no more pings. */
  static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  static final int BYTES = 32;

  private final PingStream shared;
  private final Supplier<CompletionStage<Void>> leave;
  private final AtomicBoolean isFinished = new AtomicBoolean();

  /**
   * @param leave is called once, when this session needs the stream no more
   */
  Ping(PingStream shared, Supplier<CompletionStage<Void>> leave) {
    this.shared = shared;
    this.leave = leave;
  }

  /**
   * How long a ping takes there and back, from when those that were asked for before are answered.
   * Where that is longer than 10 seconds the stream is broken off, and there are no more pings on
   * it.
   */
  public CompletionStage<Duration> ask() {
    return isFinished.get()
        ? CompletableFuture.failedFuture(new IOException("the session of pings is finished"))
        : shared.ask();
  }

  /** How long a ping took there and back, for a thread that waits for it. */
  public Duration once() throws IOException {
    return Waiting.on(ask());
  }

  /** Says that there are no more pings of this session, and, where it is the last, to the peer. */
  public CompletionStage<Void> finish() {
    return isFinished.compareAndSet(false, true)
        ? leave.get()
        : CompletableFuture.completedFuture(null);
  }

  /** The same, for a thread that waits for it. */
  @Override
  public void close() throws IOException {
    Waiting.on(finish());
  }

  /** The side that answers. */
  static CompletionStage<Void> answer(Stream stream) {
    ByteBuffer ping = ByteBuffer.allocate(BYTES);
    return Repeating.whileTrue(() -> stream.read().thenCompose(in -> answer(stream, in, ping)));
  }

  /**
   * Sends whole pings back as soon as they are here; what there is of the next one waits.
   *
   * @param begun what there is of a ping
   */
  private static CompletionStage<Boolean> answer(
      Stream stream, Optional<ByteBuffer> came, ByteBuffer begun) {
    if (came.isEmpty()) {
      return stream.finish().thenApply(finished -> false);
    }
    ByteBuffer in = came.get();
    int size = begun.position() + in.remaining();
    ByteBuffer all = ByteBuffer.allocate(size).put(begun.flip()).put(in).flip();
    int whole = size - size % BYTES;
    begun.clear().put(all.slice(whole, size - whole));
    return whole == 0
        ? CompletableFuture.completedFuture(true)
        : stream.write(all.limit(whole)).thenApply(written -> true);
  }
}
