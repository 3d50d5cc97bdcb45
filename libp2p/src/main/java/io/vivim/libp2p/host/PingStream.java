package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Timers;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The stream of pings to a peer: 32 bytes there, and the same bytes back (libp2p specifications,
 * "ping"). One is under way at a time; who asks meanwhile has its turn later. For any thread.
 */
final class PingStream {
  private final Stream stream;
  private final SecureRandom random;
  private final Timers timers;

  /** The last ping that was asked for; guarded by this. */
  private CompletionStage<?> last = CompletableFuture.completedFuture(null);

  PingStream(Stream stream, SecureRandom random, Timers timers) {
    this.stream = stream;
    this.random = random;
    this.timers = timers;
  }

  /** How long a ping takes there and back, once it is its turn. */
  CompletionStage<Duration> ask() {
    CompletableFuture<Duration> took = new CompletableFuture<>();
    CompletionStage<?> before;
    synchronized (this) {
      before = last;
      last = took;
    }
    CompletionStage<Void> unused =
        before
            .handle((done, failure) -> true)
            .thenCompose(turn -> inTime())
            .handle(
                (time, failure) -> {
                  if (failure == null) {
                    took.complete(time);
                  } else {
                    took.completeExceptionally(failure);
                  }
                  return null;
                });
    return took;
  }

  private CompletionStage<Duration> inTime() {
    Timers.Alarm alarm = timers.after(Ping.TIMEOUT, stream::reset);
    return exchange().whenComplete((took, failure) -> alarm.cancel());
  }

  private CompletionStage<Duration> exchange() {
    byte[] sent = new byte[Ping.BYTES];
    random.nextBytes(sent);
    ByteBuffer back = ByteBuffer.allocate(Ping.BYTES);
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
  CompletionStage<Void> finish() {
    stream.endWithin(Ping.END_TIMEOUT, Refusal.END_TIMEOUT, timers);
    return stream.finish();
  }

  /** Completes once the stream is gone. */
  CompletionStage<?> ended() {
    return stream.ended();
  }
}
