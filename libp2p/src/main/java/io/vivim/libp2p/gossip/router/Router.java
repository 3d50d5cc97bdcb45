package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.gossip.score.ScoreSheet;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * GossipSub 1.2 without a network (libp2p specifications, "pubsub" and "gossipsub" 1.0 to 1.2): it
 * takes what happens and the time, and answers what is to be done. What it does follows from its
 * inputs and the source of its chance alone. For one thread.
 */
public final class Router {
  /** What a peer that sends what cannot be read has done against the rules. */
  private static final double GARBLED = 10;

  private final RouterState state;
  private final Membership membership;
  private final Grafting grafting;
  private final Arrivals arrivals;
  private final Publishing publishing;
  private final Gossip gossip;
  private final Upkeep upkeep;

  /**
   * @param records what peers have signed of where they are to be found
   * @param random who is chosen among equals
   */
  public Router(
      PeerId self,
      RouterSettings settings,
      PeerScores scores,
      Function<PeerId, Optional<Bytes>> records,
      RandomGenerator random) {
    this.state = new RouterState(self, settings, scores, random);
    this.grafting = new Grafting(state, records);
    this.membership = new Membership(state, grafting);
    this.arrivals = new Arrivals(state);
    this.publishing = new Publishing(state);
    this.gossip = new Gossip(state);
    this.upkeep = new Upkeep(state, grafting, membership, publishing, gossip);
  }

  /**
   * Takes what has happened.
   *
   * @param now in nanoseconds, never less than before
   */
  public List<Output> handle(Input input, long now) {
    state.now = now;
    if (input instanceof Input.Received received) {
      received(received);
    } else if (input instanceof Input.Judged judged) {
      arrivals.judged(judged.claim(), judged.judgement());
    } else if (input instanceof Input.Publish publish) {
      publishing.publish(publish.message());
    } else if (input instanceof Input.Heartbeat) {
      upkeep.heartbeat();
    } else if (input instanceof Input.Connected connected) {
      membership.connected(connected);
    } else if (input instanceof Input.Disconnected disconnected) {
      membership.disconnected(disconnected.peer());
    } else if (input instanceof Input.Subscribe subscribe) {
      membership.subscribe(subscribe.topic());
    } else if (input instanceof Input.Unsubscribe unsubscribe) {
      membership.unsubscribe(unsubscribe.topic());
    } else if (input instanceof Input.Garbled garbled) {
      state.scores.misbehaved(garbled.peer(), GARBLED);
    }
    return state.outbox.take();
  }

  private void received(Input.Received input) {
    Peer peer = state.peers.get(input.peer());
    if (peer == null) {
      return;
    }
    if (!peer.isDirect && state.score(peer) < state.settings.thresholds().graylist()) {
      state.outbox.drop(peer.id, Drop.GRAYLISTED);
      return;
    }
    Rpc rpc = input.rpc();
    rpc.subscriptions().forEach(said -> membership.said(peer, said));
    rpc.messages().forEach(message -> arrivals.received(peer, message));
    if (!peer.speaks.hasMesh()) {
      return;
    }
    gossip.unwanted(peer, rpc.unwanted());
    gossip.told(peer, rpc.ihaves());
    gossip.asked(peer, rpc.wanted());
    rpc.grafts().forEach(topic -> grafting.grafted(peer, topic));
    rpc.prunes().forEach(prune -> grafting.pruned(peer, prune));
  }

  /** What a peer is worth, and why. */
  public Optional<ScoreSheet> score(PeerId peer) {
    return state.scores.inspect(peer);
  }

  /** The peers in our mesh of a topic. */
  public Set<PeerId> mesh(String topic) {
    Topic known = state.topics.get(topic);
    return known == null ? Set.of() : ids(known.mesh);
  }

  /** The peers that want a topic. */
  public Set<PeerId> wanting(String topic) {
    Topic known = state.topics.get(topic);
    return known == null ? Set.of() : ids(known.wanting);
  }

  private static Set<PeerId> ids(Set<Peer> peers) {
    return peers.stream().map(peer -> peer.id).collect(Collectors.toUnmodifiableSet());
  }

  /** How much it holds. */
  public RouterLoad load() {
    int wanted = 0;
    int backOffs = 0;
    int claims = 0;
    for (Topic topic : state.topics.values()) {
      wanted += topic.wanting.size();
      backOffs += topic.backOffs();
      claims += topic.claims;
    }
    int unwanted = state.peers.values().stream().mapToInt(Peer::unwanted).sum();
    return new RouterLoad(
        state.peers.size(),
        state.topics.size(),
        wanted,
        backOffs,
        state.seen.size(),
        state.cache.size(),
        state.cache.bytes(),
        state.cache.sent(),
        claims,
        state.promises.size(),
        unwanted,
        state.scores.size());
  }
}
