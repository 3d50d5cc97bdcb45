package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * That a value came into a set.
 *
 * @param place how many other values the same event added before it
 */
record Addition(Stamp stamp, int place) implements Comparable<Addition> {
  private static final int BYTES = Stamp.BYTES + Integer.BYTES;

  private static final Comparator<Addition> ORDER =
      Comparator.comparing(Addition::stamp).thenComparing(Addition::place);

  @Override
  public int compareTo(Addition that) {
    return ORDER.compare(this, that);
  }

  /** The additions of one value, one after the other: the stamp, then the place 4. */
  static Bytes encode(List<Addition> additions) {
    ByteBuffer all = ByteBuffer.allocate(additions.size() * BYTES);
    additions.stream()
        .sorted()
        .forEach(each -> all.put(each.stamp().toBytes().toArray()).putInt(each.place()));
    return Bytes.owning(all.array());
  }

  static List<Addition> decode(Bytes encoded) {
    List<Addition> additions = new ArrayList<>();
    for (int at = 0; at < encoded.size(); at += BYTES) {
      Bytes place = encoded.slice(at + Stamp.BYTES, at + BYTES);
      additions.add(
          new Addition(
              Stamp.of(encoded.slice(at, at + Stamp.BYTES)),
              ByteBuffer.wrap(place.toArray()).getInt()));
    }
    return additions;
  }

  /** Those that were not seen. */
  static List<Addition> without(Bytes encoded, Past past) {
    List<Addition> left = decode(encoded);
    left.removeIf(addition -> past.has(addition.stamp()));
    return left;
  }
}
