package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.KeyRange;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Ranges of keys that were read and had nothing in them; the writer's. To look for nothing takes
 * the longer the more of a store lies in many files, and whoever writes to one place without having
 * seen the others asks for the same nothing each time.
 */
final class EmptyRanges {
  static final int MAX_RANGES = 1024;

  /** By where each begins where it ends; none begins within another. */
  private final NavigableMap<Bytes, Bytes> ends = new TreeMap<>();

  /** Whether a range is known to be empty. */
  boolean covers(KeyRange range) {
    if (range.to().isEmpty()) {
      return false;
    }
    Map.Entry<Bytes, Bytes> known = ends.floorEntry(range.from());
    return known != null && known.getValue().compareTo(range.to().get()) >= 0;
  }

  /** Nothing lies in a range. */
  void add(KeyRange range) {
    if (range.to().isEmpty()) {
      return;
    }
    if (ends.size() == MAX_RANGES) {
      ends.clear();
    }
    ends.subMap(range.from(), true, range.to().get(), false).clear();
    put(range.from());
    ends.put(range.from(), range.to().get());
  }

  /** Something comes to lie at a key. */
  void put(Bytes key) {
    Map.Entry<Bytes, Bytes> known = ends.floorEntry(key);
    if (known != null && key.compareTo(known.getValue()) < 0) {
      ends.remove(known.getKey());
    }
  }
}
