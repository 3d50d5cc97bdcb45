package io.vivim.libp2p.gossip.score;

import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The score of every peer that is connected, and of those that left with a bad one. For one thread.
 */
public final class PeerScores {
  private final ScoreParams params;
  private final ToDoubleFunction<PeerId> app;
  private final Map<PeerId, PeerStats> connected = new HashMap<>();

  /** Of peers that have gone, in the order in which they went. */
  private final Map<PeerId, PeerStats> retained = new LinkedHashMap<>();

  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param app P5: what the application thinks of a peer, asked once each decay
   */
  public PeerScores(ScoreParams params, ToDoubleFunction<PeerId> app) {
    this.params = params;
    this.app = app;
  }

  public ScoreParams params() {
    return params;
  }

  /**
   * A peer is here.
   *
   * @param place its IP address, or whatever else is dear to those who want to be many
   */
  public void connected(PeerId peer, String place) {
    if (connected.containsKey(peer)) {
      return;
    }
    PeerStats before = retained.remove(peer);
    PeerStats stats = before == null ? new PeerStats(place) : before;
    stats.place = place;
    stats.isConnected = true;
    stats.app = app.applyAsDouble(peer);
    connected.put(peer, stats);
    places.merge(place, 1, Integer::sum);
  }

  /** A peer has gone; what counts against it is remembered for a while. */
  public void disconnected(PeerId peer, long now) {
    PeerStats stats = connected.get(peer);
    if (stats == null) {
      return;
    }
    boolean isBad = of(peer) < 0;
    connected.remove(peer);
    places.computeIfPresent(stats.place, (place, count) -> count == 1 ? null : count - 1);
    stats.left();
    if (isBad || stats.topicSum() < 0) {
      stats.isConnected = false;
      stats.expires = now + params.retain().toNanos();
      retained.put(peer, stats);
      if (retained.size() > params.mostRetained()) {
        Iterator<PeerId> oldest = retained.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }

  /** A peer is in our mesh from now on. */
  public void grafted(PeerId peer, String topic, long now) {
    change(peer, topic, stats -> stats.grafted(now));
  }

  /** A peer is in our mesh no more. */
  public void pruned(PeerId peer, String topic) {
    change(peer, topic, TopicStats::pruned);
  }

  /** A peer was the first to bring a message that is good. */
  public void firstDelivery(PeerId peer, String topic) {
    change(peer, topic, TopicStats::firstDelivery);
  }

  /** A peer brought one that another had just brought. */
  public void nearlyFirstDelivery(PeerId peer, String topic) {
    change(peer, topic, TopicStats::nearlyFirstDelivery);
  }

  /** How long after the verdict a copy counts as nearly first. */
  public long windowNanos(String topic) {
    return params.of(topic).map(of -> of.meshDeliveries().window().toNanos()).orElse(0L);
  }

  /** A peer brought a message that nobody should have passed on. */
  public void invalid(PeerId peer, String topic) {
    change(peer, topic, TopicStats::invalid);
  }

  private void change(PeerId peer, String topic, Consumer<TopicStats> what) {
    PeerStats stats = find(peer);
    if (stats != null) {
      params.of(topic).ifPresent(of -> stats.change(topic, of, what));
    }
  }

  private @Nullable PeerStats find(PeerId peer) {
    PeerStats stats = connected.get(peer);
    return stats == null ? retained.get(peer) : stats;
  }

  /** A peer did what is against the rules, so many times. */
  public void misbehaved(PeerId peer, double times) {
    PeerStats stats = find(peer);
    if (stats != null) {
      stats.behaviour += times;
    }
  }

  /** Lets all counters shrink; to be called each {@link ScoreParams#decayInterval}. */
  public void decay(long now) {
    double toZero = params.decayToZero();
    double behaviourDecay = params.behaviour().decay();
    connected.forEach(
        (peer, stats) -> {
          stats.decay(now, toZero, behaviourDecay);
          stats.app = app.applyAsDouble(peer);
        });
    // What is remembered of those who have gone does not get better by their absence.
    retained.values().removeIf(stats -> now - stats.expires >= 0);
  }

  /** What a peer is worth; 0 where nothing is known of it. */
  public double of(PeerId peer) {
    PeerStats stats = find(peer);
    if (stats == null) {
      return 0;
    }
    return Math.min(params.topicCap(), stats.topicSum())
        + params.appWeight() * stats.app
        + params.colocation().weight() * colocated(stats)
        + params.behaviour().weight() * excess(stats);
  }

  private double excess(PeerStats stats) {
    double excess = Math.max(0, stats.behaviour - params.behaviour().threshold());
    return excess * excess;
  }

  private double colocated(PeerStats stats) {
    if (!stats.isConnected || params.colocation().uncounted().contains(stats.place)) {
      return 0;
    }
    int surplus = places.getOrDefault(stats.place, 0) - params.colocation().threshold();
    return surplus > 0 ? (double) surplus * surplus : 0;
  }

  /** A peer's score and what it is made of, where something is known of the peer. */
  public Optional<ScoreSheet> inspect(PeerId peer) {
    return Optional.ofNullable(find(peer))
        .map(
            stats ->
                new ScoreSheet(
                    of(peer),
                    stats.sheets(),
                    Math.min(params.topicCap(), stats.topicSum()),
                    stats.app,
                    colocated(stats),
                    stats.behaviour));
  }

  /** Peers of which something is kept. */
  public int size() {
    return connected.size() + retained.size();
  }
}
