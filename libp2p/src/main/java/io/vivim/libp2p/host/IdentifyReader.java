package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Books.Claim;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Rates;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.guard.Tab;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what peers say of themselves: in time, and not too often. For any thread. */
final class IdentifyReader {
  private final Claims claims;
  private final Books books;
  private final Duration most;
  private final Rates<PeerId> pushes;
  private final Timers timers;
  private final HostMetrics metrics;

  /**
   * @param books on which what comes counts as waiting, until all of it is here
   */
  IdentifyReader(Claims claims, Books books, Timers timers, HostMetrics metrics) {
    HostLimits limits = claims.limits();
    this.claims = claims;
    this.books = books;
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
    Tab tab = new Tab(books);
    List<Claim> memory = claims.memory(stream.peer(), stream.link().remote());
    return IdentifyProtocol.receive(stream, bytes -> take(tab, bytes, memory))
        .whenComplete(
            (identity, failure) -> {
              alarm.cancel();
              tab.close();
              if (ProtocolException.isWhy(failure)) {
                metrics.refused(Refusal.IDENTIFY);
              }
            });
  }

  private void take(Tab tab, int bytes, List<Claim> memory) throws RefusedException {
    Optional<Refusal> refusal = tab.take(bytes, memory);
    if (refusal.isPresent()) {
      metrics.refused(refusal.get());
      throw new RefusedException(refusal.get());
    }
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
