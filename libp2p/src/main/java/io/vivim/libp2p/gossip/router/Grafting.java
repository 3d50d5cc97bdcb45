package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.Prune;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Who comes into a mesh and who goes, and whom they are told to turn to. */
final class Grafting {
  private final RouterState state;
  private final Function<PeerId, Optional<Bytes>> records;

  /**
   * @param records what peers have signed of where they are to be found
   */
  Grafting(RouterState state, Function<PeerId, Optional<Bytes>> records) {
    this.state = state;
    this.records = records;
  }

  /** A peer has put us into its mesh, and wants to be in ours. */
  void grafted(Peer peer, String name) {
    Topic topic = state.ours(name);
    // What is not ours is none of the peer's business, so it gets no answer.
    if (topic == null || topic.mesh.contains(peer)) {
      return;
    }
    boolean isWelcome = topic.wanting.contains(peer) && !peer.isFlooded();
    boolean isTooEarly = topic.isBackedOff(peer.id, state.now, 0);
    boolean isBad = state.score(peer) < 0;
    boolean isFull = topic.mesh.size() >= state.params.high() && !peer.isDialled;
    if (isTooEarly) {
      long flood = state.params.times().graftFlood().toNanos();
      boolean isFlood = topic.isJustBackedOff(peer.id, state.now, flood);
      state.scores.misbehaved(peer.id, isFlood ? 2 : 1);
    }
    if (!isWelcome || isTooEarly || isBad || isFull) {
      state.outbox.drop(peer.id, Drop.GRAFT);
      prune(peer, topic, isWelcome && !isTooEarly && !isBad, pruneBackOff());
      return;
    }
    enter(peer, topic);
  }

  private long pruneBackOff() {
    return state.params.times().pruneBackOff().toNanos();
  }

  private void enter(Peer peer, Topic topic) {
    topic.mesh.add(peer);
    state.scores.grafted(peer.id, topic.name, state.now);
  }

  private void leave(Peer peer, Topic topic) {
    if (topic.mesh.remove(peer)) {
      state.scores.pruned(peer.id, topic.name);
    }
  }

  /** Takes a peer into the mesh, and tells it. */
  void graft(Peer peer, Topic topic) {
    enter(peer, topic);
    state.outbox.graft(peer, topic.name);
  }

  /** Puts a peer out of the mesh, and tells it whom to turn to, if it is to be told. */
  void prune(Peer peer, Topic topic, boolean exchanges) {
    prune(peer, topic, exchanges, pruneBackOff());
  }

  /** The same because we leave the topic. */
  void pruneOnLeave(Peer peer, Topic topic) {
    prune(peer, topic, true, state.params.times().unsubscribeBackOff().toNanos());
  }

  private void prune(Peer peer, Topic topic, boolean exchanges, long backOffNanos) {
    leave(peer, topic);
    topic.backOff(peer.id, state.now, backOffNanos, state.limits.backOffsPerTopic());
    if (!peer.speaks.hasMesh()) {
      return;
    }
    if (!peer.speaks.exchangesPeers()) {
      state.outbox.prune(peer, new Prune(topic.name, List.of(), OptionalLong.empty()));
      return;
    }
    List<Prune.Exchanged> others =
        exchanges && state.params.exchangePeers() ? others(peer, topic) : List.of();
    long seconds = backOffNanos / 1_000_000_000L;
    state.outbox.prune(peer, new Prune(topic.name, others, OptionalLong.of(seconds)));
  }

  private List<Prune.Exchanged> others(Peer than, Topic topic) {
    List<Prune.Exchanged> others = new ArrayList<>();
    for (Peer other :
        state.pick(
            topic.wanting,
            state.params.exchanged(),
            each -> !each.equals(than) && state.score(each) >= 0)) {
      others.add(new Prune.Exchanged(other.id, records.apply(other.id)));
    }
    return others;
  }

  /** A peer has put us out of its mesh. */
  void pruned(Peer peer, Prune prune) {
    Topic topic = state.ours(prune.topic());
    if (topic == null) {
      return;
    }
    leave(peer, topic);
    MeshParams.Times times = state.params.times();
    long nanos = times.pruneBackOff().toNanos();
    if (prune.backOffSeconds().isPresent()) {
      long most = times.mostBackOff().toSeconds();
      long seconds = prune.backOffSeconds().getAsLong();
      // A number of 64 bits; below zero it is larger than any other.
      nanos = (seconds < 0 || seconds > most ? most : seconds) * 1_000_000_000L;
    }
    topic.backOff(peer.id, state.now, nanos, state.limits.backOffsPerTopic());
    if (state.score(peer) >= state.settings.thresholds().acceptExchange()) {
      goTo(prune.peers());
    }
  }

  private void goTo(List<Prune.Exchanged> named) {
    List<Prune.Exchanged> unknown = new ArrayList<>(named);
    unknown.removeIf(
        each -> each.peer().equals(state.self) || state.peers.containsKey(each.peer()));
    state.shuffle(unknown);
    int most = Math.min(unknown.size(), state.params.exchanged());
    for (Prune.Exchanged each : unknown.subList(0, most)) {
      state.outbox.add(new Output.Connect(each.peer(), each.record()));
    }
  }
}
