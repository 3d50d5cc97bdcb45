package io.vivim.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Values of every kind and shape, for properties. */
final class AnyIpld implements ArbitrarySupplier<Ipld> {
  /** Leaves room for a test that puts the value into a list of its own. */
  private static final int MAX_DEPTH = Limits.MAX_DEPTH - 1;

  /** Sizes at which a head grows, and at which Jackson changes its way of writing. */
  private static final Integer[] TELLING_SIZES = {
    0, 1, 22, 23, 24, 25, 255, 256, 257, 511, 512, 513, 1024, 4000, 65_535, 65_536
  };

  private static final int NESTING = 3;

  @Override
  public Arbitrary<Ipld> get() {
    return values();
  }

  /**
   * Any value within the limits. The edges are among the choices below; jqwik's own, of which it
   * combines all with all ahead of a run, would fill the memory.
   */
  static Arbitrary<Ipld> values() {
    return Arbitraries.frequencyOf(
            Tuple.of(12, nested(NESTING)), Tuple.of(1, deep()), Tuple.of(1, wide()))
        .withoutEdgeCases();
  }

  /** CIDs of both versions, known and unknown codecs and hashes. */
  static Arbitrary<Cid> cids() {
    Arbitrary<Long> codes =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(Cid.RAW, Cid.DAG_PB, Cid.DAG_CBOR, Cid.DAG_JSON)),
            Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE)));
    Arbitrary<Multihash> hashes =
        Arbitraries.oneOf(
            bytes(64).map(Multihash::sha256),
            bytes(Multihash.MAX_DIGEST_BYTES).map(b -> new Multihash(Multihash.IDENTITY, b)),
            Combinators.combine(Arbitraries.longs().between(0, Long.MAX_VALUE), bytes(64))
                .as(Multihash::new));
    Arbitrary<Cid> v1 = Combinators.combine(codes, hashes).as(Cid::v1);
    return Arbitraries.frequencyOf(Tuple.of(4, v1), Tuple.of(1, bytes(64).map(AnyIpld::v0)));
  }

  /** The CIDv0 of some bytes. */
  static Cid v0(Bytes block) {
    try {
      return Cid.decode(Multihash.sha256(block).encode());
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Arbitrary<Bytes> bytes(int maxSize) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(maxSize).map(Bytes::copyOf);
  }

  /** Texts without lone surrogates, from every range of code points and of telling sizes. */
  static Arbitrary<String> texts() {
    Arbitrary<Integer> codePoints =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0x20, 0x7e)),
            Tuple.of(1, Arbitraries.integers().between(0, 0x1f)),
            Tuple.of(2, Arbitraries.integers().between(0x7f, 0x7ff)),
            Tuple.of(2, Arbitraries.integers().between(0x800, 0xd7ff)),
            Tuple.of(2, Arbitraries.integers().between(0xe000, 0xffff)),
            Tuple.of(2, Arbitraries.integers().between(0x10000, 0x10ffff)),
            Tuple.of(1, Arbitraries.of(0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff)));
    Arbitrary<String> mixed =
        codePoints
            .list()
            .ofMaxSize(30)
            .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    Arbitrary<String> sized =
        Combinators.combine(codePoints, Arbitraries.of(TELLING_SIZES))
            .as((point, size) -> Character.toString(point).repeat(size));
    return Arbitraries.frequencyOf(
        Tuple.of(20, mixed), Tuple.of(1, sized), Tuple.of(3, Arbitraries.of("/", "bytes", "")));
  }

  private static Arbitrary<Ipld> leaves() {
    Arbitrary<BigInteger> integers =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.bigIntegers().between(Ipld.Int.MIN, Ipld.Int.MAX)),
            Tuple.of(1, Arbitraries.longs().map(BigInteger::valueOf)),
            Tuple.of(1, Arbitraries.integers().between(-300, 300).map(BigInteger::valueOf)),
            Tuple.of(1, Arbitraries.longs().between(-2, 2).flatMap(AnyIpld::nearPowersOfTwo)));
    Arbitrary<Double> doubles =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
            Arbitraries.of(0.0, -0.0, 1.0, 0.1, 1e21, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE));
    return Arbitraries.oneOf(
        Arbitraries.of(Ipld.NULL, Ipld.TRUE, Ipld.FALSE),
        integers.map(Ipld::of),
        doubles.map(Ipld::of),
        texts().map(Ipld::of),
        bytes(80).map(Ipld::of),
        cids().map(Ipld::of));
  }

  /** Integers this far from the ends of the range and from where heads grow. */
  private static Arbitrary<BigInteger> nearPowersOfTwo(long distance) {
    return Arbitraries.of(0, 8, 16, 31, 32, 53, 63, 64)
        .flatMap(
            power -> {
              BigInteger up = BigInteger.ONE.shiftLeft(power);
              return Arbitraries.of(up, up.negate());
            })
        .map(near -> near.add(BigInteger.valueOf(distance)).max(Ipld.Int.MIN).min(Ipld.Int.MAX));
  }

  private static Arbitrary<Ipld> nested(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Ipld> inner = nested(depth - 1);
    Arbitrary<Ipld> lists = inner.list().ofMaxSize(6).map(Ipld.Sequence::new);
    Arbitrary<Ipld> maps = Arbitraries.maps(texts(), inner).ofMaxSize(6).map(AnyIpld::shuffledMap);
    return Arbitraries.frequencyOf(Tuple.of(2, leaves()), Tuple.of(1, lists), Tuple.of(1, maps));
  }

  private static Ipld shuffledMap(Map<String, Ipld> entries) {
    return IpldMap.of(new LinkedHashMap<>(entries));
  }

  /** Lists and maps inside one another, up to the limit. */
  private static Arbitrary<Ipld> deep() {
    return Combinators.combine(
            Arbitraries.integers().between(0, MAX_DEPTH), Arbitraries.longs(), leaves())
        .as(
            (depth, kinds, leaf) -> {
              Ipld value = leaf;
              for (int i = 0; i < depth; i++) {
                boolean isMap = (kinds >>> (i % Long.SIZE) & 1) != 0;
                value = isMap ? IpldMap.of(Map.of("k", value)) : Ipld.listOf(value);
              }
              return value;
            });
  }

  /** Lists and maps of telling sizes. */
  private static Arbitrary<Ipld> wide() {
    return Combinators.combine(
            Arbitraries.of(TELLING_SIZES).filter(size -> size <= 1024), Arbitraries.of(true, false))
        .as(
            (size, isMap) -> {
              List<Ipld> values = new ArrayList<>();
              IpldMap.Builder map = IpldMap.builder();
              for (int i = 0; i < size; i++) {
                values.add(Ipld.of(i));
                map.put(Integer.toString(i), Ipld.of(-i));
              }
              return isMap ? map.build() : new Ipld.Sequence(values);
            });
  }
}
