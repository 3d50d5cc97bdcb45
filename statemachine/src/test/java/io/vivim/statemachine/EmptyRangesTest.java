package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.store.KeyRange;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is known to be empty is so. */
final class EmptyRangesTest {
  private static final int KEYS = 40;
  private static final int STEPS = 50_000;

  private final EmptyRanges ranges = new EmptyRanges();

  private static Bytes key(int number) {
    return Bytes.owning(new byte[] {(byte) number});
  }

  private static KeyRange range(int from, int to) {
    return KeyRange.of(key(from), key(to));
  }

  @Test
  void aRangeIsKnownUntilSomethingComesToLieInIt() {
    ranges.add(range(3, 7));
    assertThat(ranges.covers(range(3, 7))).isTrue();
    assertThat(ranges.covers(range(4, 6))).isTrue();
    assertThat(ranges.covers(range(4, 8))).isFalse();
    assertThat(ranges.covers(range(2, 4))).isFalse();
    ranges.put(key(7));
    ranges.put(key(2));
    assertThat(ranges.covers(range(3, 7))).isTrue();
    ranges.put(key(6));
    assertThat(ranges.covers(range(3, 4))).isFalse();
  }

  @Test
  void aRangeWithoutAnEndIsNeverKnown() {
    ranges.add(KeyRange.ALL);
    assertThat(ranges.covers(KeyRange.ALL)).isFalse();
    assertThat(ranges.covers(range(0, 1))).isFalse();
  }

  @Test
  void nothingIsSaidToBeEmptyThatIsNot() {
    Random random = new Random(7);
    TreeSet<Integer> there = new TreeSet<>();
    int known = 0;
    for (int step = 0; step < STEPS; step++) {
      int from = random.nextInt(KEYS);
      int to = from + 1 + random.nextInt(KEYS / 4);
      boolean isEmpty = there.subSet(from, to).isEmpty();
      if (ranges.covers(range(from, to))) {
        known++;
        assertThat(isEmpty).as("step %d: %d to %d", step, from, to).isTrue();
      } else if (isEmpty) {
        ranges.add(range(from, to));
      }
      int key = random.nextInt(KEYS);
      if (random.nextInt(4) == 0) {
        ranges.put(key(key));
        there.add(key);
      } else {
        there.remove(key);
        there.remove(random.nextInt(KEYS));
      }
    }
    assertThat(known).isGreaterThan(STEPS / 20);
  }

  @Test
  void itForgetsBeforeItFillsTheMemory() {
    for (int i = 0; i <= EmptyRanges.MAX_RANGES; i++) {
      Bytes from = Bytes.fromHex("%08x00".formatted(i));
      Bytes to = Bytes.fromHex("%08x01".formatted(i));
      ranges.add(KeyRange.of(from, to));
    }
    assertThat(ranges.covers(KeyRange.of(Bytes.fromHex("0000000000"), Bytes.fromHex("0000000001"))))
        .isFalse();
    String last = "%08x".formatted(EmptyRanges.MAX_RANGES);
    assertThat(ranges.covers(KeyRange.of(Bytes.fromHex(last + "00"), Bytes.fromHex(last + "01"))))
        .isTrue();
  }
}
