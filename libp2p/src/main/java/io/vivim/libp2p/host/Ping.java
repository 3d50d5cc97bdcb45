package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The ping protocol: 32 bytes there, and the same bytes back (libp2p specifications, "ping"). A
 * session is one stream; one ping at a time is under way on it.
 */
public final class Ping implements AutoCloseable {
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  /** How long an answer may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How long the peer may take to end its half, once there are no more pings. */
  static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private static final int PING_BYTES = 32;

  private final Stream stream;
  private final SecureRandom random;
  private final Timers timers;

  Ping(Stream stream, SecureRandom random, Timers timers) {
    this.stream = stream;
    this.random = random;
    this.timers = timers;
  }

  /**
   * How long a ping takes there and back. Where that is longer than 10 seconds the stream is broken
   * off, and there are no more pings on it.
   */
  public CompletionStage<Duration> ask() {
    Timers.Alarm alarm = timers.after(TIMEOUT, stream::reset);
    return exchange().whenComplete((took, failure) -> alarm.cancel());
  }

  private CompletionStage<Duration> exchange() {
    byte[] sent = new byte[PING_BYTES];
    random.nextBytes(sent);
    ByteBuffer back = ByteBuffer.allocate(PING_BYTES);
    long start = timers.nanos();
    return stream
        .write(ByteBuffer.wrap(sent))
        .thenCompose(
            written -> Repeating.whileTrue(() -> stream.read().thenCompose(in -> take(in, back))))
        .thenCompose(
            done ->
                back.flip().equals(ByteBuffer.wrap(sent))
                    ? CompletableFuture.completedFuture(Duration.ofNanos(timers.nanos() - start))
                    : refused("another answer than the ping"));
  }

  /** How long a ping took there and back, for a thread that waits for it. */
  public Duration once() throws IOException {
    return Waiting.on(ask());
  }

  /** Takes what came, and answers whether more is to come. */
  private CompletionStage<Boolean> take(Optional<ByteBuffer> came, ByteBuffer back) {
    if (came.isEmpty() || came.get().remaining() > back.remaining()) {
      return refused("not one answer to a ping");
    }
    back.put(came.get());
    return CompletableFuture.completedFuture(back.hasRemaining());
  }

  private <T> CompletionStage<T> refused(String why) {
    stream.reset();
    return CompletableFuture.failedFuture(new ProtocolException(why));
  }

  /**
   * Says that there are no more pings; a peer that does not say so, too, in time, is broken off.
   */
  public CompletionStage<Void> finish() {
    stream.endWithin(END_TIMEOUT, Refusal.END_TIMEOUT, timers);
    return stream.finish();
  }

  /** The same, for a thread that waits for it. */
  @Override
  public void close() throws IOException {
    Waiting.on(finish());
  }

  /** The side that answers. */
  static CompletionStage<Void> answer(Stream stream) {
    ByteBuffer ping = ByteBuffer.allocate(PING_BYTES);
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
    int whole = size - size % PING_BYTES;
    begun.clear().put(all.slice(whole, size - whole));
    return whole == 0
        ? CompletableFuture.completedFuture(true)
        : stream.write(all.limit(whole)).thenApply(written -> true);
  }
}
