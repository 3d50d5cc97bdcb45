package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done at each heartbeat: meshes are mended, gossip is told, what is old is forgotten. */
final class Upkeep {
  private final RouterState state;
  private final Grafting grafting;
  private final Membership membership;
  private final Publishing publishing;
  private final Gossip gossip;

  private boolean hasBegun;
  private long nextDecay;
  private long nextDirect;
  private long nextOpportunity;

  Upkeep(
      RouterState state,
      Grafting grafting,
      Membership membership,
      Publishing publishing,
      Gossip gossip) {
    this.state = state;
    this.grafting = grafting;
    this.membership = membership;
    this.publishing = publishing;
    this.gossip = gossip;
  }

  void heartbeat() {
    MeshParams.Times times = state.params.times();
    if (!hasBegun) {
      hasBegun = true;
      nextDecay = state.now + state.scores.params().decayInterval().toNanos();
      nextDirect = state.now;
      nextOpportunity = state.now + times.opportunistic().toNanos();
    }
    state.promises.broken(state.now).forEach(state.scores::misbehaved);
    state.peers.values().forEach(Peer::heartbeat);
    if (state.now - nextDecay >= 0) {
      nextDecay = state.now + state.scores.params().decayInterval().toNanos();
      state.scores.decay(state.now);
    }
    if (state.now - nextDirect >= 0) {
      nextDirect = state.now + times.direct().toNanos();
      goToDirectPeers();
    }
    boolean isOpportunity = state.now - nextOpportunity >= 0;
    if (isOpportunity) {
      nextOpportunity = state.now + times.opportunistic().toNanos();
    }
    Map<String, List<Bytes>> recent = state.cache.recent();
    for (Topic topic : List.copyOf(state.topics.values())) {
      heartbeat(topic, recent.getOrDefault(topic.name, List.of()), isOpportunity);
    }
    state.cache.shift();
    state.seen.forgetOld(state.now);
  }

  private void goToDirectPeers() {
    for (PeerId direct : state.settings.direct()) {
      if (!state.peers.containsKey(direct)) {
        state.outbox.add(new Output.Connect(direct, Optional.empty()));
      }
    }
  }

  private void heartbeat(Topic topic, List<Bytes> recent, boolean isOpportunity) {
    MeshParams.Times times = state.params.times();
    topic.forgetBackOffs(state.now, times.heartbeat().toNanos());
    if (topic.isOurs) {
      mend(topic);
      if (isOpportunity) {
        graftBetter(topic);
      }
      gossip.tell(topic, topic.settled(), recent);
    } else if (!topic.fanout.isEmpty()) {
      if (state.now - topic.lastPublished >= times.fanout().toNanos()) {
        topic.fanout.clear();
      } else {
        publishing.fill(topic);
        gossip.tell(topic, topic.fanout, recent);
      }
    }
    topic.settle();
    state.tidy(topic);
  }

  private void mend(Topic topic) {
    Map<Peer, Double> scores = new HashMap<>();
    for (Peer peer : List.copyOf(topic.mesh)) {
      double score = state.score(peer);
      if (score < 0) {
        grafting.prune(peer, topic, false);
      } else {
        scores.put(peer, score);
      }
    }
    MeshParams params = state.params;
    if (topic.mesh.size() < params.low()) {
      graft(topic, params.degree() - topic.mesh.size(), false);
    } else if (topic.mesh.size() > params.high()) {
      prune(topic, scores);
    }
    long dialled = topic.mesh.stream().filter(peer -> peer.isDialled).count();
    if (topic.mesh.size() >= params.low() && dialled < params.dialled()) {
      graft(topic, params.dialled() - (int) dialled, true);
    }
  }

  private void graft(Topic topic, int missing, boolean onlyDialled) {
    state
        .pick(
            topic.wanting,
            missing,
            peer -> (peer.isDialled || !onlyDialled) && membership.canBeGrafted(peer, topic))
        .forEach(peer -> grafting.graft(peer, topic));
  }

  /** Keeps the best, then chance decides; but enough of those whom we have chosen ourselves. */
  private void prune(Topic topic, Map<Peer, Double> scores) {
    MeshParams params = state.params;
    List<Peer> order = new ArrayList<>(topic.mesh);
    state.shuffle(order);
    order.sort(
        Comparator.comparingDouble((Peer peer) -> scores.getOrDefault(peer, 0.0)).reversed());
    state.shuffle(order.subList(Math.min(params.best(), order.size()), order.size()));
    long dialled = order.subList(0, params.degree()).stream().filter(p -> p.isDialled).count();
    for (int at = params.degree(); at < order.size() && dialled < params.dialled(); at++) {
      Peer peer = order.get(at);
      if (peer.isDialled) {
        // In the place of the last of those that are to stay and that came to us.
        int last = params.degree() - 1;
        while (order.get(last).isDialled) {
          last--;
        }
        order.set(at, order.get(last));
        order.set(last, peer);
        dialled++;
      }
    }
    List.copyOf(order.subList(params.degree(), order.size()))
        .forEach(peer -> grafting.prune(peer, topic, true));
  }

  /** Where the mesh is poor, peers are sought that are better than what there is. */
  private void graftBetter(Topic topic) {
    if (topic.mesh.size() < 2) {
      return;
    }
    double[] scores = topic.mesh.stream().mapToDouble(state::score).sorted().toArray();
    double median = scores[scores.length / 2];
    if (median >= state.settings.thresholds().opportunisticGraft()) {
      return;
    }
    state
        .pick(
            topic.wanting,
            state.params.opportunisticGrafts(),
            peer -> membership.canBeGrafted(peer, topic) && state.score(peer) > median)
        .forEach(peer -> grafting.graft(peer, topic));
  }
}
