package io.vivim.libp2p.kad.table;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.peer.PeerId;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;

/**
 * Where a key, or a peer, is in the space of a DHT: SHA-256 of its bytes. The distance of two
 * places is their XOR, as a number without a sign.
 */
public final class Place {
  /** As many bits as two places can have alike at their beginning. */
  public static final int BITS = 256;

  private static final int WORDS = BITS / Long.SIZE;

  private final long[] words;

  private Place(long[] words) {
    this.words = words;
  }

  /** The place of a key. */
  public static Place of(Bytes key) {
    return at(Multihash.sha256(key).digest());
  }

  /** The place of a peer. */
  public static Place of(PeerId peer) {
    return of(peer.bytes());
  }

  private static Place at(Bytes digest) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = digest.longAt(i * Long.BYTES);
    }
    return new Place(words);
  }

  /** How many bits two places have alike at their beginning. */
  public int commonBits(Place other) {
    for (int i = 0; i < WORDS; i++) {
      long differing = words[i] ^ other.words[i];
      if (differing != 0) {
        return i * Long.SIZE + Long.numberOfLeadingZeros(differing);
      }
    }
    return BITS;
  }

  /** Below 0 where one is nearer to this than another, above 0 where it is farther away. */
  public int compareDistance(Place one, Place another) {
    for (int i = 0; i < WORDS; i++) {
      int order = Long.compareUnsigned(words[i] ^ one.words[i], words[i] ^ another.words[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The nearest to this first. */
  public <T> Comparator<T> nearest(Function<T, Place> placeOf) {
    return (one, another) -> compareDistance(placeOf.apply(one), placeOf.apply(another));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place that && compareDistance(this, that) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(words[0]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%016x…", words[0]);
  }
}
