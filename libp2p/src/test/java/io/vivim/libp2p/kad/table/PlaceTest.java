package io.vivim.libp2p.kad.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class PlaceTest {
  private static BigInteger number(Bytes key) {
    return new BigInteger(1, Multihash.sha256(key).digest().toArray());
  }

  @Property
  void theDistanceIsXorOfSha256AsANumber(
      @ForAll byte[] from, @ForAll byte[] one, @ForAll byte[] another) {
    Bytes a = Bytes.copyOf(from);
    Bytes b = Bytes.copyOf(one);
    Bytes c = Bytes.copyOf(another);
    int expected = number(a).xor(number(b)).compareTo(number(a).xor(number(c)));

    assertThat(Integer.signum(Place.of(a).compareDistance(Place.of(b), Place.of(c))))
        .isEqualTo(expected);
    assertThat(Place.of(a).commonBits(Place.of(b)))
        .isEqualTo(Place.BITS - number(a).xor(number(b)).bitLength());
    assertThat(Place.of(b).equals(Place.of(c))).isEqualTo(b.equals(c));
  }

  @Property
  void theNearestIsFirst(@ForAll byte[] from, @ForAll List<byte[]> keys) {
    Place place = Place.of(Bytes.copyOf(from));
    BigInteger at = number(Bytes.copyOf(from));
    List<Bytes> sorted = new ArrayList<>(keys.stream().map(Bytes::copyOf).toList());
    List<BigInteger> expected = sorted.stream().map(key -> number(key).xor(at)).sorted().toList();
    sorted.sort(place.nearest(Place::of));
    assertThat(sorted.stream().map(key -> number(key).xor(at)).toList()).isEqualTo(expected);
  }
}
