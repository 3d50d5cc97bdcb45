package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the gate with {@link SlowDagCbor}, over all short inputs and under small limits. */
final class CanonicalFormTest {
  /** One byte or more for each rule: heads of every kind and width, and what stands in them. */
  private static final int[] TELLING_BYTES = {
    0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1c, 0x1f, 0x20, 0x38, 0x40, 0x41, 0x42, 0x58, 0x5f, 0x60,
    0x61, 0x62, 0x78, 0x80, 0x81, 0x82, 0x98, 0x9f, 0xa0, 0xa1, 0xa2, 0xbf, 0xc2, 0xd8, 0x2a, 0xe0,
    0xf4, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xff
  };

  private static Optional<Refusal> refusalOf(byte[] in, Limits limits) {
    try {
      CanonicalForm.check(Bytes.copyOf(in), limits);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(e.refusal());
    }
  }

  private static void compare(byte[] in, Limits limits) {
    Optional<Refusal> fast = refusalOf(in, limits);
    Optional<Refusal> slow = SlowDagCbor.refusalOf(in, limits);
    if (!fast.equals(slow)) {
      assertThat(fast).as(Bytes.copyOf(in).toHex()).isEqualTo(slow);
    }
  }

  @Test
  void allInputsOfUpToTwoBytesHaveOneVerdict() {
    compare(new byte[0], Limits.BLOCK);
    for (int i = 0; i < 1 << 8; i++) {
      compare(new byte[] {(byte) i}, Limits.BLOCK);
    }
    for (int i = 0; i < 1 << 16; i++) {
      compare(new byte[] {(byte) (i >> 8), (byte) i}, Limits.BLOCK);
    }
  }

  @Test
  void inputsOfThreeBytesHaveOneVerdict() {
    int step = (int) TestSize.pick(127, 1);
    for (int i = 0; i < 1 << 24; i += step) {
      compare(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i}, Limits.BLOCK);
    }
  }

  @Test
  void inputsOfUpToFourTellingBytesHaveOneVerdict() {
    int base = TELLING_BYTES.length;
    for (int size = 3; size <= 4; size++) {
      int step = (int) TestSize.pick(size == 3 ? 1 : 13, 1);
      for (int i = 0; i < Math.pow(base, size); i += step) {
        byte[] in = new byte[size];
        int rest = i;
        for (int at = 0; at < size; at++) {
          in[at] = (byte) TELLING_BYTES[rest % base];
          rest /= base;
        }
        compare(in, Limits.BLOCK);
      }
    }
  }

  @Test
  void longerRandomInputsOfTellingBytesHaveOneVerdict() {
    Random random = new Random(20261120);
    long rounds = TestSize.pick(100_000, 10_000_000);
    for (long round = 0; round < rounds; round++) {
      byte[] in = new byte[5 + random.nextInt(8)];
      for (int at = 0; at < in.length; at++) {
        in[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
      }
      compare(in, Limits.BLOCK);
    }
  }

  @Property
  void smallLimitsAreKeptInTheSameWay(
      @ForAll("encoded") Bytes bytes, @ForAll("smallLimits") Limits limits) {
    compare(bytes.toArray(), limits);
  }

  @Property
  void linksToWhateverBytesHaveOneVerdict(@ForAll("cidLike") Bytes cid) {
    byte[] head = {(byte) 0xd8, 0x2a, 0x58, (byte) (cid.size() + 1), 0};
    compare(Bytes.concat(Bytes.copyOf(head), cid).toArray(), Limits.BLOCK);
  }

  @Test
  void aLinkOfTheCommonShapeWithAnyByteOfItChangedHasOneVerdict() {
    byte[] link = Cid.ofRaw(Bytes.EMPTY).bytes().toArray();
    byte[] head = Bytes.fromHex("d82a582500").toArray();
    for (int at = 0; at < 5; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = link.clone();
        changed[at] = (byte) value;
        compare(Bytes.concat(Bytes.copyOf(head), Bytes.copyOf(changed)).toArray(), Limits.BLOCK);
      }
    }
  }

  @Provide
  Arbitrary<Bytes> encoded() {
    return AnyIpld.values().map(DagCbor::encode);
  }

  @Provide
  Arbitrary<Limits> smallLimits() {
    return Arbitraries.integers()
        .between(1, 40)
        .flatMap(
            items ->
                Arbitraries.integers()
                    .between(0, 4)
                    .flatMap(
                        depth ->
                            Arbitraries.integers()
                                .between(1, 300)
                                .map(bytes -> new Limits(bytes, depth, items))));
  }

  @Provide
  Arbitrary<Bytes> cidLike() {
    return Mutation.of(AnyIpld.cids().map(Cid::bytes)).filter(cid -> cid.size() <= 200);
  }

  /** Where heads grow by a byte, a key's first byte is still the key's and not the head's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 22, 23, 24, 25, 254, 255, 256, 257, 65534, 65535, 65536, 65537})
  void neighbouringKeysOfOneSizeAreComparedFromTheirFirstByte(int size) {
    String rest = "x".repeat(size - 1);
    Bytes sorted = mapOf("a" + rest, "b" + rest);
    Bytes unsorted = mapOf("b" + rest, "a" + rest);
    Bytes twice = mapOf("a" + rest, "a" + rest);
    int second = sorted.size() - (sorted.size() - 1) / 2;

    assertThat(DagCbor.decode(sorted)).isInstanceOf(Decoded.Value.class);
    assertThat(DagCbor.decode(unsorted))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.KEY_ORDER, second)));
    assertThat(DagCbor.decode(twice))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.DUPLICATE_KEY, second)));
  }

  private static Bytes mapOf(String first, String second) {
    Bytes nul = Bytes.fromHex("f6");
    return Bytes.concat(
        Bytes.fromHex("a2"),
        DagCbor.encode(Ipld.of(first)),
        nul,
        DagCbor.encode(Ipld.of(second)),
        nul);
  }
}
