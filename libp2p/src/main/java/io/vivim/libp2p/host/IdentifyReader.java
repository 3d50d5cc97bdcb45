package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Rates;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what peers say of themselves: in time, and not too often. For any thread. */
final class IdentifyReader {
  private final Duration most;
  private final Rates<PeerId> pushes;
  private final Timers timers;
  private final HostMetrics metrics;

  IdentifyReader(HostLimits limits, Timers timers, HostMetrics metrics) {
    this.most = limits.times().identify();
    this.pushes = new Rates<>(limits.pushes().atOnce(), limits.pushes().interval());
    this.timers = timers;
    this.metrics = metrics;
  }

  /** An answer of a peer. */
  CompletionStage<Identity> answer(Stream stream) {
    Timers.Alarm alarm =
        timers.after(
            most,
            () -> {
              metrics.refused(Refusal.IDENTIFY_TIMEOUT);
              stream.reset();
            });
    return IdentifyProtocol.receive(stream)
        .whenComplete(
            (identity, failure) -> {
              alarm.cancel();
              if (ProtocolException.isWhy(failure)) {
                metrics.refused(Refusal.IDENTIFY);
              }
            });
  }

  /** Whoever has asked is answered in time, and has nothing to say behind that. */
  void awaitEnd(Stream asked) {
    asked.endWithin(most, Refusal.IDENTIFY_TIMEOUT, timers);
  }

  /** How many peers have said something lately without being asked. */
  int remembered() {
    return pushes.size();
  }

  /** What a peer says without being asked. */
  CompletionStage<Identity> push(Stream stream) {
    if (!pushes.take(stream.peer(), timers.nanos())) {
      metrics.refused(Refusal.PUSH_RATE);
      return CompletableFuture.failedFuture(new RefusedException(Refusal.PUSH_RATE));
    }
    return answer(stream);
  }
}
