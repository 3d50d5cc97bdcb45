package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Ihave;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What peers outside a mesh tell each other of messages, and ask each other for. */
final class Gossip {
  private final RouterState state;

  Gossip(RouterState state) {
    this.state = state;
  }

  private boolean isHeard(Peer peer) {
    return peer.isDirect || state.score(peer) >= state.settings.thresholds().gossip();
  }

  /** A peer tells of messages that it has. */
  void told(Peer peer, List<Ihave> ihaves) {
    if (ihaves.isEmpty()) {
      return;
    }
    peer.ihaves++;
    int room = state.limits.askedPerHeartbeat() - peer.askedFor;
    boolean isTooMuch = peer.ihaves > state.limits.ihavesPerHeartbeat() || room <= 0;
    if (isTooMuch || !isHeard(peer)) {
      state.outbox.drop(peer.id, Drop.IHAVE);
      return;
    }
    Set<Bytes> unknown = new LinkedHashSet<>();
    for (Ihave ihave : ihaves) {
      if (state.ours(ihave.topic()) != null) {
        for (Bytes id : ihave.ids()) {
          if (!state.seen.contains(id)) {
            unknown.add(id);
          }
        }
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    // By chance, since the peer may have told many the same in the same order.
    List<Bytes> ask = new ArrayList<>(unknown);
    state.shuffle(ask);
    List<Bytes> asked = ask.subList(0, Math.min(room, ask.size()));
    peer.askedFor += asked.size();
    long deadline = state.now + state.params.times().promise().toNanos();
    state.promises.add(asked.get(state.random.nextInt(asked.size())), peer.id, deadline);
    state.outbox.want(peer, asked);
  }

  /** A peer asks for messages. */
  void asked(Peer peer, List<Bytes> ids) {
    if (ids.isEmpty()) {
      return;
    }
    if (!isHeard(peer)) {
      state.outbox.drop(peer.id, Drop.IWANT);
      return;
    }
    boolean isTooMuch = false;
    for (Bytes id : ids) {
      if (peer.asks >= state.limits.askedPerHeartbeat()) {
        isTooMuch = true;
        break;
      }
      peer.asks++;
      if (!peer.wants(id)) {
        continue;
      }
      switch (state.cache.ask(id, peer.id)) {
        case SENT -> send(peer, id);
        case TOO_OFTEN -> isTooMuch = true;
        case UNKNOWN -> {}
      }
    }
    if (isTooMuch) {
      state.outbox.drop(peer.id, Drop.IWANT);
      // Once a heartbeat, however it cuts its requests.
      if (!peer.askedTooMuch) {
        peer.askedTooMuch = true;
        state.scores.misbehaved(peer.id, 1);
      }
    }
  }

  private void send(Peer peer, Bytes id) {
    GossipMessage message = state.cache.get(id);
    if (message != null) {
      state.outbox.message(peer, message);
    }
  }

  /** A peer says what not to send to it. */
  void unwanted(Peer peer, List<Bytes> ids) {
    for (Bytes id : ids) {
      boolean isTooMuch =
          peer.unwantedTold >= state.limits.unwantedPerPeer()
              || peer.unwanted() >= state.limits.unwantedPerPeer();
      if (isTooMuch) {
        state.outbox.drop(peer.id, Drop.IDONTWANT);
        return;
      }
      peer.unwantedTold++;
      peer.unwanted(id);
    }
  }

  /** Tells some peers that have not got it by the mesh, or a fan-out, what there is lately. */
  void tell(Topic topic, Set<Peer> notTo, List<Bytes> ids) {
    if (ids.isEmpty()) {
      return;
    }
    List<Peer> fit =
        state.pick(
            topic.wanting,
            Integer.MAX_VALUE,
            peer -> !notTo.contains(peer) && !peer.isFlooded() && isHeard(peer));
    int most = Math.max(state.params.lazy(), (int) (state.params.gossipFactor() * fit.size()));
    for (Peer peer : fit.subList(0, Math.min(most, fit.size()))) {
      List<Bytes> told = ids;
      if (ids.size() > state.limits.askedPerHeartbeat()) {
        // Others get another part.
        told = new ArrayList<>(ids);
        state.shuffle(told);
        told = told.subList(0, state.limits.askedPerHeartbeat());
      }
      state.outbox.ihave(peer, new Ihave(topic.name, told));
    }
  }
}
