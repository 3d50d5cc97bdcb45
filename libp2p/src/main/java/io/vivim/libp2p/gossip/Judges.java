package io.vivim.libp2p.gossip;

import io.vivim.libp2p.gossip.router.Claim;
import io.vivim.libp2p.gossip.router.Judgement;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Who judges messages: their signatures first, then whatever the application says of the topic. */
final class Judges {
  private final Map<String, Validator> validators = new ConcurrentHashMap<>();
  private final BiConsumer<Claim, Judgement> verdicts;
  private final ExecutorService threads;

  /**
   * @param verdicts is told of each verdict, on whatever thread it was found
   */
  Judges(int threads, BiConsumer<Claim, Judgement> verdicts) {
    this.verdicts = verdicts;
    AtomicInteger made = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "vivim-libp2p-judge-" + made.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  void put(String topic, Validator validator) {
    validators.put(topic, validator);
  }

  void remove(String topic) {
    validators.remove(topic);
  }

  void judge(Claim claim) {
    GossipMessage message = claim.message();
    Validator validator = validators.get(message.topic());
    boolean isSigned = !message.isAnonymous();
    if (!isSigned && validator == null) {
      verdicts.accept(claim, Judgement.ACCEPT);
      return;
    }
    try {
      threads.execute(
          () -> {
            if (isSigned && !message.verify()) {
              verdicts.accept(claim, Judgement.FORGED);
            } else if (validator == null) {
              verdicts.accept(claim, Judgement.ACCEPT);
            } else {
              ask(validator, claim);
            }
          });
    } catch (RejectedExecutionException e) {
      verdicts.accept(claim, Judgement.IGNORE);
    }
  }

  private void ask(Validator validator, Claim claim) {
    CompletionStage<Verdict> asked;
    try {
      asked = validator.judge(received(claim));
    } catch (RuntimeException e) {
      verdicts.accept(claim, Judgement.IGNORE);
      return;
    }
    CompletionStage<Void> unused =
        asked.handle(
            (verdict, failure) -> {
              verdicts.accept(claim, failure == null ? of(verdict) : Judgement.IGNORE);
              return null;
            });
  }

  private static Judgement of(Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> Judgement.ACCEPT;
      case IGNORE -> Judgement.IGNORE;
      case REJECT -> Judgement.REJECT;
    };
  }

  private static Received received(Claim claim) {
    GossipMessage message = claim.message();
    return new Received(claim.id(), message.topic(), message.data(), author(message), claim.from());
  }

  static Optional<PeerId> author(GossipMessage message) {
    return message
        .from()
        .flatMap(
            bytes -> {
              try {
                return Optional.of(PeerId.decode(bytes));
              } catch (PeerException e) {
                return Optional.empty();
              }
            });
  }

  void stop() {
    threads.shutdownNow();
  }
}
