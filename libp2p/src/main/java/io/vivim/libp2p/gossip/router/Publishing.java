package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** To whom our own messages go. */
final class Publishing {
  private final RouterState state;

  Publishing(RouterState state) {
    this.state = state;
  }

  void publish(GossipMessage message) {
    Bytes id = state.settings.ids().of(message);
    if (state.seen.contains(id)) {
      state.outbox.drop(state.self, Drop.DUPLICATE);
      return;
    }
    Delivery delivery = new Delivery(Delivery.Status.VALID, state.now);
    delivery.judged = state.now;
    state.seen.put(id, delivery);
    state.cache.put(id, message);
    List<Peer> to = recipients(state.topics.get(message.topic()));
    to.removeIf(peer -> !peer.wants(id));
    state.outbox.add(new Output.Published(id, message, to.size()));
    state.outbox.message(to, message);
  }

  private List<Peer> recipients(@Nullable Topic topic) {
    List<Peer> to = new ArrayList<>();
    if (topic == null) {
      return to;
    }
    if (state.params.floodPublish()) {
      addTrusted(topic.wanting, to);
      return to;
    }
    addTrusted(topic.flooded, to);
    if (topic.isOurs && !topic.mesh.isEmpty()) {
      to.addAll(topic.mesh);
    } else {
      fill(topic);
      topic.lastPublished = state.now;
      to.addAll(topic.fanout);
    }
    return to;
  }

  private boolean isTrusted(Peer peer) {
    return peer.isDirect || state.score(peer) >= state.settings.thresholds().publish();
  }

  private void addTrusted(Iterable<Peer> peers, List<Peer> to) {
    for (Peer peer : peers) {
      if (isTrusted(peer)) {
        to.add(peer);
      }
    }
  }

  /** Sees to it that there are enough peers to publish to, where we are in no mesh. */
  void fill(Topic topic) {
    topic.fanout.removeIf(peer -> !isTrusted(peer));
    int missing = state.params.degree() - topic.fanout.size();
    if (missing > 0) {
      topic.fanout.addAll(
          state.pick(
              topic.wanting,
              missing,
              peer -> !peer.isFlooded() && !topic.fanout.contains(peer) && isTrusted(peer)));
    }
  }
}
