package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.gossip.rpc.Subscription;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;

/** Who is here, and who wants which topics. */
final class Membership {
  private final RouterState state;
  private final Grafting grafting;

  Membership(RouterState state, Grafting grafting) {
    this.state = state;
    this.grafting = grafting;
  }

  void connected(Input.Connected input) {
    PeerId id = input.peer();
    if (id.equals(state.self)) {
      return;
    }
    Peer known = state.peers.get(id);
    if (known != null) {
      tellAgain(known);
      return;
    }
    boolean isDirect = state.settings.direct().contains(id);
    if (state.peers.size() >= state.limits.peers() && !isDirect) {
      state.outbox.drop(id, Drop.TOO_MANY_PEERS);
      return;
    }
    Peer peer = new Peer(id, input.speaks(), input.isDialled(), isDirect);
    state.peers.put(id, peer);
    state.scores.connected(id, input.place());
    for (Topic topic : state.topics.values()) {
      if (topic.isOurs) {
        state.outbox.subscription(peer, new Subscription(topic.name, true));
      }
    }
  }

  /** Says anew what a peer was told; it may have forgotten when the stream broke. */
  private void tellAgain(Peer peer) {
    for (Topic topic : state.topics.values()) {
      if (topic.isOurs) {
        state.outbox.subscription(peer, new Subscription(topic.name, true));
        if (topic.mesh.contains(peer)) {
          state.outbox.graft(peer, topic.name);
        }
      }
    }
  }

  void disconnected(PeerId id) {
    Peer peer = state.peers.remove(id);
    if (peer == null) {
      return;
    }
    for (Topic topic : List.copyOf(peer.topics)) {
      remove(peer, topic);
    }
    state.promises.forget(id);
    state.scores.disconnected(id, state.now);
  }

  private void remove(Peer peer, Topic topic) {
    peer.topics.remove(topic);
    topic.wanting.remove(peer);
    topic.flooded.remove(peer);
    topic.fanout.remove(peer);
    if (topic.mesh.remove(peer)) {
      state.scores.pruned(peer.id, topic.name);
    }
    state.tidy(topic);
  }

  /** A peer says what it wants. */
  void said(Peer peer, Subscription said) {
    Topic topic = state.topics.get(said.topic());
    if (!said.isWanted()) {
      if (topic != null && peer.topics.contains(topic)) {
        remove(peer, topic);
      }
      return;
    }
    if (topic != null && peer.topics.contains(topic)) {
      return;
    }
    boolean isTooMuch =
        peer.topics.size() >= state.limits.topicsPerPeer()
            || (topic == null && state.topics.size() >= state.limits.topics());
    if (isTooMuch || !state.settings.tracked().test(said.topic())) {
      state.outbox.drop(peer.id, Drop.SUBSCRIPTION);
      return;
    }
    if (topic == null) {
      topic = new Topic(said.topic());
      state.topics.put(topic.name, topic);
    }
    peer.topics.add(topic);
    topic.wanting.add(peer);
    if (peer.isFlooded()) {
      topic.flooded.add(peer);
    }
  }

  /** A topic is ours from now on. */
  void subscribe(String name) {
    Topic topic = state.topics.computeIfAbsent(name, Topic::new);
    if (topic.isOurs) {
      return;
    }
    topic.isOurs = true;
    announce(name, true);
    List<Peer> first = new ArrayList<>(topic.fanout);
    topic.fanout.clear();
    first.removeIf(peer -> !canBeGrafted(peer, topic));
    first.forEach(peer -> grafting.graft(peer, topic));
    int missing = state.params.degree() - topic.mesh.size();
    state
        .pick(topic.wanting, missing, peer -> canBeGrafted(peer, topic))
        .forEach(peer -> grafting.graft(peer, topic));
  }

  /** Whether a peer may come into the mesh, where it is we who ask. */
  boolean canBeGrafted(Peer peer, Topic topic) {
    // A little longer than it was told, since clocks and heartbeats differ.
    long slack = state.params.times().heartbeat().toNanos();
    return !topic.mesh.contains(peer)
        && !peer.isFlooded()
        && !topic.isBackedOff(peer.id, state.now, slack)
        && state.score(peer) >= 0;
  }

  /** A topic is ours no more. */
  void unsubscribe(String name) {
    Topic topic = state.ours(name);
    if (topic == null) {
      return;
    }
    topic.isOurs = false;
    announce(name, false);
    List.copyOf(topic.mesh).forEach(peer -> grafting.pruneOnLeave(peer, topic));
    state.tidy(topic);
  }

  private void announce(String topic, boolean isWanted) {
    Subscription said = new Subscription(topic, isWanted);
    state.peers.values().forEach(peer -> state.outbox.subscription(peer, said));
  }
}
