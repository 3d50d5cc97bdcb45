package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the parts of a router share: whom it knows, what it holds, and the time. */
final class RouterState {
  final PeerId self;
  final RouterSettings settings;
  final MeshParams params;
  final RouterLimits limits;
  final PeerScores scores;
  final RandomGenerator random;
  final Outbox outbox = new Outbox();

  final Map<PeerId, Peer> peers = new LinkedHashMap<>();
  final Map<String, Topic> topics = new HashMap<>();
  final SeenMessages seen;
  final MessageCache cache;
  final Promises promises = new Promises();

  /** Of the input that is being handled, in nanoseconds. */
  long now;

  RouterState(PeerId self, RouterSettings settings, PeerScores scores, RandomGenerator random) {
    this.self = self;
    this.settings = settings;
    this.params = settings.mesh();
    this.limits = settings.limits();
    this.scores = scores;
    this.random = random;
    this.seen = new SeenMessages(limits.seen(), limits.seenFor().toNanos());
    this.cache = new MessageCache(params.windows(), params.gossipWindows(), limits);
  }

  double score(Peer peer) {
    return scores.of(peer.id);
  }

  /** The topic, if its messages are wanted here. */
  @Nullable Topic ours(String name) {
    Topic topic = topics.get(name);
    return topic != null && topic.isOurs ? topic : null;
  }

  /** Forgets a topic that nobody needs any more. */
  void tidy(Topic topic) {
    if (topic.isIdle()) {
      topics.remove(topic.name);
    }
  }

  /** Up to so many of those that are wanted, by chance. */
  List<Peer> pick(Set<Peer> from, int most, Predicate<Peer> wanted) {
    List<Peer> fit = new ArrayList<>();
    for (Peer peer : from) {
      if (wanted.test(peer)) {
        fit.add(peer);
      }
    }
    shuffle(fit);
    return fit.size() <= most ? fit : fit.subList(0, Math.max(0, most));
  }

  <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(other));
      list.set(other, moved);
    }
  }
}
