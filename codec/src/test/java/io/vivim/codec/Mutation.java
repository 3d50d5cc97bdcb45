package io.vivim.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Good bytes, made wrong in one or a few places: what damage and attackers make of them. */
final class Mutation {
  private static final int[] TELLING_BYTES = {
    0x00, 0x01, 0x17, 0x18, 0x1b, 0x20, 0x40, 0x58, 0x5f, 0x60, 0x7f, 0x80, 0x9f, 0xa0, 0xd8, 0x2a,
    0xf4, 0xf6, 0xf9, 0xfb, 0xff, '"', '{', '}', '[', ']', ',', ':', '\\', '/', '0', '-', '.', 'e'
  };

  private Mutation() {}

  /** Mutations of what {@code originals} give. */
  static Arbitrary<Bytes> of(Arbitrary<Bytes> originals) {
    return Combinators.combine(
            originals,
            originals,
            Arbitraries.randomValue(Random::nextLong),
            Arbitraries.integers().between(1, 3))
        .as(
            (original, other, seed, times) -> {
              Random random = new Random(seed);
              byte[] bytes = original.toArray();
              for (int i = 0; i < times; i++) {
                bytes = once(bytes, other.toArray(), random);
              }
              return Bytes.copyOf(bytes);
            });
  }

  private static byte[] once(byte[] in, byte[] other, Random random) {
    int at = random.nextInt(in.length + 1);
    int end = Math.min(in.length, at + random.nextInt(8));
    byte telling = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
    return switch (random.nextInt(7)) {
      case 0 -> with(in, at, (byte) (at < in.length ? in[at] ^ (1 << random.nextInt(8)) : 0));
      case 1 -> with(in, at, telling);
      case 2 -> joined(List.of(part(in, 0, at), new byte[] {telling}, part(in, at, in.length)));
      case 3 -> joined(List.of(part(in, 0, at), part(in, end, in.length)));
      case 4 -> part(in, 0, at);
      case 5 -> joined(List.of(part(in, 0, end), part(in, at, in.length)));
      default ->
          joined(
              List.of(
                  part(in, 0, at), part(other, random.nextInt(other.length + 1), other.length)));
    };
  }

  private static byte[] with(byte[] in, int at, byte value) {
    byte[] out = Arrays.copyOf(in, Math.max(in.length, at + 1));
    out[at] = value;
    return out;
  }

  private static byte[] part(byte[] in, int from, int to) {
    return Arrays.copyOfRange(in, from, to);
  }

  private static byte[] joined(List<byte[]> parts) {
    return Bytes.concat(parts.stream().map(Bytes::copyOf).toArray(Bytes[]::new)).toArray();
  }
}
