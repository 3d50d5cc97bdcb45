package io.vivim.libp2p.gossip;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.router.Input;
import io.vivim.libp2p.gossip.router.Output;
import io.vivim.libp2p.gossip.router.Router;
import io.vivim.libp2p.gossip.router.SignaturePolicy;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.gossip.score.ScoreSheet;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Identity;
import io.vivim.libp2p.host.RouterThread;
import io.vivim.libp2p.host.Waiting;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Publish and subscribe among peers (libp2p specifications, "pubsub" and "gossipsub" 1.0 to 1.2) on
 * a host. For any thread.
 */
public final class GossipSub implements AutoCloseable {
  private final PrivateKey identity;
  private final GossipSettings settings;
  private final RouterThread<Router, Input, Output> routing;
  private final PeerLines lines;
  private final Judges judges;
  private final Deliveries deliveries = new Deliveries();
  private final Credit credit;
  private final AtomicLong lastNumber;

  /**
   * Speaks pubsub on a host from now on, until it is closed; to be closed before the host.
   *
   * @param identity the host's, by which messages are signed
   * @param clock the time of day, from which messages get their numbers
   * @param random who is chosen among equals; nobody should be able to guess it
   */
  public GossipSub(
      Host host,
      PrivateKey identity,
      GossipSettings settings,
      InstantSource clock,
      RandomGenerator random) {
    this.identity = identity;
    this.settings = settings;
    GossipLimits limits = settings.limits();
    this.credit = new Credit(limits.publishBytes(), limits.mostPublishBytes());
    this.lastNumber = new AtomicLong(nanosOf(clock.instant()));
    PeerScores scores = new PeerScores(settings.scores(), settings.appScore());
    Router router =
        new Router(
            host.id(),
            settings.router(),
            scores,
            peer -> host.identity(peer).flatMap(Identity::record),
            random);
    this.routing =
        new RouterThread<>("gossip", router, Router::handle, host.timers(), this::perform);
    this.lines = new PeerLines(host, settings, routing);
    this.judges = new Judges(limits.judges(), lines::judged);
    routing.every(
        settings.router().mesh().times().heartbeat(), () -> routing.handle(new Input.Heartbeat()));
    lines.start();
  }

  /** Numbers grow over restarts too, as long as fewer than one a nanosecond are published. */
  private static long nanosOf(Instant now) {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** From now on a topic's messages are given to a subscriber, one behind the other. */
  public void subscribe(String topic, Consumer<Received> subscriber) {
    subscribe(topic, Optional.empty(), subscriber);
  }

  /** The same for those messages that somebody accepts. */
  public void subscribe(String topic, Validator validator, Consumer<Received> subscriber) {
    subscribe(topic, Optional.of(validator), subscriber);
  }

  private void subscribe(
      String topic, Optional<Validator> validator, Consumer<Received> subscriber) {
    if (!settings.rpc().takes(topic)) {
      throw new IllegalArgumentException("the name of the topic is too long");
    }
    validator.ifPresent(judge -> judges.put(topic, judge));
    deliveries.put(topic, subscriber);
    routing.put(new Input.Subscribe(topic));
  }

  /** A topic's messages are not wanted any more. */
  public void unsubscribe(String topic) {
    routing.put(new Input.Unsubscribe(topic));
    deliveries.remove(topic);
    judges.remove(topic);
  }

  /**
   * Publishes a message. The stage completes when there is room for another one: at once, unless
   * peers are slower than whoever publishes. Who does not wait for it is refused when {@link
   * GossipLimits#mostPublishBytes} are under way.
   */
  public CompletionStage<Void> publish(String topic, Bytes data) {
    GossipMessage message =
        settings.router().policy() == SignaturePolicy.STRICT_SIGN
            ? GossipMessage.signed(topic, data, identity, lastNumber.incrementAndGet())
            : GossipMessage.anonymous(topic, data);
    int size = message.encoded().size();
    if (size > settings.rpc().messageBytes() || !settings.rpc().takes(topic)) {
      return CompletableFuture.failedFuture(new IOException("a message that is too large"));
    }
    if (!credit.take(size)) {
      return CompletableFuture.failedFuture(new IOException("more than peers can take"));
    }
    if (!routing.run(() -> publish(message, size))) {
      credit.give(size);
      return CompletableFuture.failedFuture(new IOException("closed"));
    }
    return credit.room();
  }

  /** The same, for a thread that waits for room. */
  public void send(String topic, Bytes data) throws IOException {
    Waiting.on(publish(topic, data));
  }

  private void publish(GossipMessage message, int size) {
    List<CompletableFuture<Void>> waits = new ArrayList<>(0);
    for (Output output : routing.outputsOf(new Input.Publish(message))) {
      if (output instanceof Output.Send send && send.rpc().messages().contains(message)) {
        CompletionStage<Void> room = lines.publish(send.peer(), message);
        if (!room.toCompletableFuture().isDone()) {
          waits.add(room.toCompletableFuture());
        }
      } else {
        perform(output);
      }
    }
    if (waits.isEmpty()) {
      credit.give(size);
    } else {
      CompletionStage<Void> unused =
          CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new))
              .whenComplete((done, failure) -> credit.give(size));
    }
  }

  /** Does what the router wants to be done. */
  private void perform(Output output) {
    if (output instanceof Output.Send send) {
      lines.send(send.peer(), send.rpc());
    } else if (output instanceof Output.Judge judge) {
      judges.judge(judge.claim());
    } else if (output instanceof Output.Deliver deliver) {
      GossipMessage message = deliver.message();
      Received received =
          new Received(
              deliver.id(),
              message.topic(),
              message.data(),
              Judges.author(message),
              deliver.from());
      settings.metrics().delivered();
      deliveries.deliver(received, lines.delivery(deliver.from(), message));
    } else if (output instanceof Output.Published published) {
      settings.metrics().published(published.peers());
    } else if (output instanceof Output.Connect connect) {
      lines.connect(connect.peer(), connect.record());
    } else if (output instanceof Output.Dropped dropped) {
      settings.metrics().dropped(dropped.why());
    }
  }

  /** What a peer is worth, and why, where something is known of it. */
  public CompletionStage<Optional<ScoreSheet>> score(PeerId peer) {
    return routing.ask(router -> router.score(peer));
  }

  /** The peers in our mesh of a topic. */
  public CompletionStage<Set<PeerId>> mesh(String topic) {
    return routing.ask(router -> router.mesh(topic));
  }

  /** The peers that want a topic, as far as we are linked to them. */
  public CompletionStage<Set<PeerId>> peers(String topic) {
    return routing.ask(router -> router.wanting(topic));
  }

  /** Speaks pubsub no more. */
  @Override
  public void close() {
    lines.close();
    routing.stop();
    judges.stop();
    deliveries.stop();
  }
}
