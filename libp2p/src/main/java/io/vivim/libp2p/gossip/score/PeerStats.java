package io.vivim.libp2p.gossip.score;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/** What one peer did, lately. The sum over its topics is kept, so that a score costs no walk. */
final class PeerStats {
  /** Where the peer is; peers in one place share a colocation. */
  String place;

  boolean isConnected = true;
  long expires;
  double app;
  double behaviour;

  private final Map<String, Entry> topics = new HashMap<>();
  private double topicSum;

  private static final class Entry {
    final TopicStats stats;
    double worth;

    Entry(TopicStats stats) {
      this.stats = stats;
    }
  }

  PeerStats(String place) {
    this.place = place;
  }

  void change(String topic, TopicParams params, Consumer<TopicStats> what) {
    Entry entry = topics.computeIfAbsent(topic, name -> new Entry(new TopicStats(params)));
    what.accept(entry.stats);
    double worth = entry.stats.worth();
    topicSum += worth - entry.worth;
    entry.worth = worth;
  }

  void decay(long now, double toZero, double behaviourDecay) {
    behaviour = TopicStats.shrunk(behaviour, behaviourDecay, toZero);
    topicSum = 0;
    for (Iterator<Entry> entries = topics.values().iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      entry.stats.decay(now, toZero);
      if (entry.stats.isBlank()) {
        entries.remove();
        continue;
      }
      entry.worth = entry.stats.worth();
      topicSum += entry.worth;
    }
  }

  void left() {
    topicSum = 0;
    for (Entry entry : topics.values()) {
      entry.stats.left();
      entry.worth = entry.stats.worth();
      topicSum += entry.worth;
    }
  }

  double topicSum() {
    return topicSum;
  }

  Map<String, ScoreSheet.Topic> sheets() {
    Map<String, ScoreSheet.Topic> sheets = new HashMap<>();
    topics.forEach((topic, entry) -> sheets.put(topic, entry.stats.sheet()));
    return sheets;
  }
}
