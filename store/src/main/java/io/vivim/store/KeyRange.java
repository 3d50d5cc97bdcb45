package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.Optional;

/**
 * Keys from {@code from} up to and without {@code to}.
 *
 * @param to empty where the range goes on to the last key
 */
public record KeyRange(Bytes from, Optional<Bytes> to) {
  /** Every key. */
  public static final KeyRange ALL = new KeyRange(Bytes.EMPTY, Optional.empty());

  /** The keys from {@code from} up to and without {@code to}. */
  public static KeyRange of(Bytes from, Bytes to) {
    return new KeyRange(from, Optional.of(to));
  }

  /** The keys that begin with {@code prefix}. */
  public static KeyRange startingWith(Bytes prefix) {
    byte[] end = prefix.toArray();
    for (int last = end.length - 1; last >= 0; last--) {
      if (end[last] != (byte) 0xff) {
        end[last]++;
        return of(prefix, Bytes.copyOf(end, 0, last + 1));
      }
    }
    return new KeyRange(prefix, Optional.empty());
  }

  /** The part of this range from {@code key} on. */
  public KeyRange startingAt(Bytes key) {
    return key.compareTo(from) <= 0 ? this : new KeyRange(key, to);
  }

  public boolean contains(Bytes key) {
    return key.compareTo(from) >= 0 && to.map(end -> key.compareTo(end) < 0).orElse(true);
  }
}
