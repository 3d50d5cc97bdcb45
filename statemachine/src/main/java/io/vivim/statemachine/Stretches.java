package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Parts of signers' logs, by places: of some logs what is named of them, and of all others either
 * everything or nothing.
 */
final class Stretches {
  private final boolean areOthersIn;

  /** By log the last place of each part, by its first; the parts do not touch. */
  private final Map<Bytes, NavigableMap<Long, Long>> named = new HashMap<>();

  private Stretches(boolean areOthersIn) {
    this.areOthersIn = areOthersIn;
  }

  static Stretches none() {
    return new Stretches(false);
  }

  static Stretches all() {
    return new Stretches(true);
  }

  /** Of this log only what is added is in. */
  void name(Bytes chain) {
    named.computeIfAbsent(chain, any -> new TreeMap<>());
  }

  /** Adds a part of a log, both ends included; all of it may be in already. */
  void add(Bytes chain, long first, long last) {
    if (areOthersIn && !named.containsKey(chain)) {
      return;
    }
    NavigableMap<Long, Long> parts = named.computeIfAbsent(chain, any -> new TreeMap<>());
    long from = first;
    long to = last;
    Map.Entry<Long, Long> part = parts.floorEntry(to);
    while (part != null && part.getValue() >= from) {
      from = Math.min(from, part.getKey());
      to = Math.max(to, part.getValue());
      parts.remove(part.getKey());
      part = parts.floorEntry(to);
    }
    parts.put(from, to);
  }

  boolean isEmpty() {
    return !areOthersIn && named.values().stream().allMatch(Map::isEmpty);
  }

  boolean contains(Bytes chain, long seq) {
    return firstFrom(chain, seq) == seq;
  }

  /** The lowest place that is in, from one on; less than that where none is. */
  long firstFrom(Bytes chain, long seq) {
    NavigableMap<Long, Long> parts = named.get(chain);
    if (parts == null) {
      return areOthersIn ? seq : seq - 1;
    }
    Map.Entry<Long, Long> below = parts.floorEntry(seq);
    if (below != null && below.getValue() >= seq) {
      return seq;
    }
    Long next = parts.higherKey(seq);
    return next == null ? seq - 1 : next;
  }
}
