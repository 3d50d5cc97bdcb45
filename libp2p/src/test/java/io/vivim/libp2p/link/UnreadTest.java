package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnreadTest {
  private static final int MANY = 100_000;

  private final Unread unread = new Unread();

  /** A frame of a connection, of which a piece is the data of a stream. */
  private static ByteBuffer piece(int from, int size) {
    ByteBuffer frame = ByteBuffer.allocate(size + 40_000);
    for (int i = 0; i < size; i++) {
      frame.put(100 + i, (byte) (from + i));
    }
    return frame.position(100).limit(100 + size);
  }

  @Test
  void tinyPiecesHoldNoMoreThanAFewTimesTheirSize() {
    for (int i = 0; i < MANY; i++) {
      unread.add(piece(i, 1));
    }
    int pieces = 0;
    long held = 0;
    for (ByteBuffer next = unread.poll(); next != null; next = unread.poll()) {
      pieces++;
      held += next.capacity();
    }
    assertThat(pieces).isLessThan(20);
    assertThat(held).isBetween((long) MANY, 4L * MANY);
  }

  @Test
  void aSinglePieceHoldsLittle() {
    unread.add(piece(0, 1));
    ByteBuffer only = Objects.requireNonNull(unread.poll());
    assertThat(only.capacity()).isEqualTo(64);
    assertThat(only.remaining()).isEqualTo(1);
    assertThat(unread.poll()).isNull();
  }

  /** What is large enough to stand alone, but is a small part of a far larger frame. */
  @Test
  void aLargePieceOfALargerBufferHoldsNoMoreThanItself() {
    int size = 16 * 1024;
    ByteBuffer frame = ByteBuffer.allocate(1 << 20).position(100).limit(100 + size);
    unread.add(frame);
    assertThat(Objects.requireNonNull(unread.poll()).capacity()).isEqualTo(size);
    ByteBuffer most = ByteBuffer.allocate(1 << 20);
    unread.add(most);
    assertThat(unread.poll()).as("not copied in vain").isSameAs(most);
  }

  @Test
  void bytesComeInTheirOrderHoweverTheyWereCut() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int added = 0;
      int polled = 0;
      for (int step = 0; step < 300; step++) {
        if (random.nextInt(3) > 0) {
          int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 40_000 : 200);
          unread.add(piece(added, size));
          added += size;
        } else {
          polled = poll(polled);
        }
      }
      while (polled < added) {
        polled = poll(polled);
      }
      assertThat(unread.poll()).as("seed %d", seed).isNull();
    }
  }

  private int poll(int at) {
    ByteBuffer next = unread.poll();
    int now = at;
    while (next != null && next.hasRemaining()) {
      assertThat(next.get()).isEqualTo((byte) now++);
    }
    return now;
  }
}
