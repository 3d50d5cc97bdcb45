package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class IpldTest {
  @Test
  void integersEndWhereThoseOfCborDo() {
    assertThat(Ipld.of(Ipld.Int.MAX).asBigInteger())
        .isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(Ipld.of(Ipld.Int.MIN).asBigInteger())
        .isEqualTo(new BigInteger("-18446744073709551616"));
    assertThatThrownBy(() -> Ipld.of(Ipld.Int.MAX.add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ipld.of(Ipld.Int.MIN.subtract(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIntegerIsEqualHoweverItWasMade() {
    for (long number : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Ipld.of(BigInteger.valueOf(number)))
          .isEqualTo(Ipld.of(number))
          .hasSameHashCodeAs(Ipld.of(number));
      assertThat(Ipld.of(BigInteger.valueOf(number)).asLong()).isEqualTo(number);
    }
    Ipld.Int beyond = Ipld.of(BigInteger.ONE.shiftLeft(63));
    assertThat(beyond.fitsLong()).isFalse();
    assertThatThrownBy(beyond::asLong).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void floatsAreFiniteAndTheZerosDiffer() {
    assertThat(Ipld.of(0.0)).isNotEqualTo(Ipld.of(-0.0));
    assertThat((Ipld) Ipld.of(1.0)).isNotEqualTo(Ipld.of(1));
    assertThatThrownBy(() -> Ipld.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ipld.of(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextAndNoKeyHoldsALoneSurrogate() {
    for (String lone : List.of("\ud800", "\udc00", "a\ud800b", "\udc00\ud800")) {
      assertThatThrownBy(() -> Ipld.of(lone)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> IpldMap.builder().put(lone, Ipld.NULL))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Ipld.of("\ud800\udc00").value()).hasSize(2);
  }

  @Test
  void laterChangesToTheSourceOfAListDoNotShow() {
    List<Ipld> source = new ArrayList<>(List.of(Ipld.NULL));
    Ipld list = new Ipld.Sequence(source);
    source.set(0, Ipld.TRUE);
    assertThat(list).isEqualTo(Ipld.listOf(Ipld.NULL));
  }

  @Property
  void keysOfAMapAreInTheOrderOfTheirSizesAndThenOfTheirBytes(
      @ForAll("keys") List<String> keys, @ForAll Random random) {
    IpldMap.Builder builder = IpldMap.builder();
    Collections.shuffle(keys, random);
    keys.forEach(key -> builder.put(key, Ipld.of(key)));
    IpldMap map = builder.build();
    List<Bytes> inOrder =
        keys.stream()
            .map(Bytes::utf8)
            .sorted(Comparator.comparing(Bytes::size).thenComparing(Comparator.naturalOrder()))
            .toList();
    assertThat(map.keys().stream().map(Bytes::utf8)).isEqualTo(inOrder);
    assertThat(map.size()).isEqualTo(keys.size());
    for (String key : keys) {
      assertThat(map.get(key)).contains(Ipld.of(key));
      assertThat(map.get(key + "\0"))
          .isEqualTo(
              keys.contains(key + "\0") ? Optional.of(Ipld.of(key + "\0")) : Optional.empty());
    }
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return AnyIpld.texts().list().uniqueElements().ofMaxSize(12);
  }

  @Test
  void aKeyThatIsPutTwiceIsADefect() {
    IpldMap.Builder builder = IpldMap.builder().put("a", Ipld.NULL).put("b", Ipld.NULL);
    assertThatThrownBy(() -> builder.put("a", Ipld.TRUE).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mapsAreEqualByTheirEntries() {
    IpldMap one = IpldMap.of(Map.of("a", Ipld.of(1), "b", Ipld.of(2)));
    assertThat(one)
        .isEqualTo(IpldMap.builder().put("b", Ipld.of(2)).put("a", Ipld.of(1)).build())
        .isNotEqualTo(IpldMap.of(Map.of("a", Ipld.of(1), "b", Ipld.of(1))))
        .isNotEqualTo(IpldMap.of(Map.of("a", Ipld.of(1), "c", Ipld.of(2))));
    assertThat(one.keys()).isUnmodifiable();
  }
}
