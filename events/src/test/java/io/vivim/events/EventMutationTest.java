package io.vivim.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Good events made wrong in a few places, from one seed: what damage and strangers make of them.
 */
class EventMutationTest {
  private static final int TIMES = TestSize.pick(20_000, 2_000_000);
  private static final int MAX_SEED_BYTES = 4 * 1024;

  /** What begins or ends something in CBOR or JSON. */
  private static final int[] TELLING = {
    0x00, 0x01, 0x17, 0x18, 0x1b, 0x20, 0x40, 0x58, 0x5f, 0x60, 0x7f, 0x80, 0x9f, 0xa0, 0xaf, 0xd8,
    0x2a, 0xf4, 0xf6, 0xfb, 0xff, '"', '{', '}', '[', ']', ',', ':', '\\', '/', '0', '-', '.', 'e'
  };

  private final Random random = new Random(20_260_226);

  @Test
  void mutatedWireFormsHaveADeclaredOutcome() {
    List<byte[]> seeds = small(EventSeeds.wires().toList());
    for (int i = 0; i < TIMES; i++) {
      EventLaws.wire(Bytes.owning(mutated(seeds)));
    }
  }

  @Test
  void mutatedHeadersAndPayloadsNeverVerifyAsWhatTheyWere() {
    List<byte[]> seeds = small(EventSeeds.wires().toList());
    int read = 0;
    for (int i = 0; i < TIMES; i++) {
      Optional<RawEvent> original = raw(one(seeds));
      if (original.isEmpty()) {
        continue;
      }
      byte[] header = original.get().header().toArray();
      Bytes changed = Bytes.owning(mutated(List.of(header)));
      boolean same = changed.equals(original.get().header());
      if (!same) {
        assertThat(EventLaws.raw(new RawEvent(changed, original.get().payload()))).isFalse();
        assertThat(EventLaws.raw(new RawEvent(changed, null))).isFalse();
        read++;
      }
    }
    assertThat(read).isGreaterThan(TIMES / 2);
  }

  @Test
  void mutatedTextsHaveADeclaredOutcome() {
    List<byte[]> seeds = small(EventSeeds.jsons().toList());
    for (int i = 0; i < TIMES / 4; i++) {
      EventLaws.json(new String(mutated(seeds), UTF_8));
    }
  }

  private static Optional<RawEvent> raw(byte[] wire) {
    return RawEvent.decode(Bytes.copyOf(wire)) instanceof Checked.Good<RawEvent> good
        ? Optional.of(good.value())
        : Optional.empty();
  }

  private static List<byte[]> small(List<byte[]> seeds) {
    return seeds.stream().filter(seed -> seed.length <= MAX_SEED_BYTES).toList();
  }

  private byte[] one(List<byte[]> seeds) {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] mutated(List<byte[]> seeds) {
    Bytes bytes = Bytes.copyOf(one(seeds));
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      bytes = once(bytes, Bytes.copyOf(one(seeds)));
    }
    return bytes.toArray();
  }

  private Bytes once(Bytes in, Bytes other) {
    int at = random.nextInt(in.size() + 1);
    int end = Math.min(in.size(), at + random.nextInt(8));
    int next = Math.min(in.size(), at + 1);
    Bytes telling = one(TELLING[random.nextInt(TELLING.length)]);
    return switch (random.nextInt(6)) {
      case 0 ->
          Bytes.concat(
              in.slice(0, at),
              next == at ? Bytes.EMPTY : one(in.at(at) ^ (1 << random.nextInt(8))),
              in.from(next));
      case 1 -> Bytes.concat(in.slice(0, at), telling, in.from(next));
      case 2 -> Bytes.concat(in.slice(0, at), telling, in.from(at));
      case 3 -> Bytes.concat(in.slice(0, at), in.from(end));
      case 4 -> Bytes.concat(in.slice(0, end), in.from(at));
      default -> Bytes.concat(in.slice(0, at), other.from(Math.min(at, other.size())));
    };
  }

  private static Bytes one(int value) {
    return Bytes.owning(new byte[] {(byte) value});
  }
}
