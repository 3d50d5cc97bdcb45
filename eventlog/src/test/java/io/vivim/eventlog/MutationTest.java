package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.RawEvent;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Good events made wrong at random, through the whole log: only what was signed comes in. */
class MutationTest {
  private static final int UNDER_WAY = 4096;

  /** Bytes that mean something to CBOR. */
  private static final int[] TELLING = {
    0x00, 0x01, 0x18, 0x1b, 0x20, 0x40, 0x58, 0x5f, 0x60, 0x7f, 0x80, 0x9f, 0xa0, 0xd8, 0x2a, 0xf6,
    0xf9, 0xfb, 0xff
  };

  @Test
  void onlyDeclaredOutcomesAndOnlySignedHeaders() throws Exception {
    List<DecodedEvent> history = History.of(11, 200);
    Set<Bytes> signed = new HashSet<>();
    List<Bytes> wires = new ArrayList<>();
    for (DecodedEvent event : history) {
      signed.add(event.raw().header());
      wires.add(event.raw().encode());
    }
    Random random = new Random(1);
    AtomicReference<String> broken = new AtomicReference<>();
    Semaphore room = new Semaphore(UNDER_WAY);
    try (TestLog here = new TestLog(Stores.inMemory())) {
      for (long i = TestSize.pick(200_000, 10_000_000); i > 0; i--) {
        RawEvent mutated = mutated(wires, random);
        room.acquire();
        here.log
            .submit(mutated, TestLog.PEER)
            .whenComplete(
                (outcome, thrown) -> {
                  room.release();
                  if (thrown != null || !isAllowed(outcome, mutated, signed)) {
                    broken.compareAndSet(null, outcome + " " + thrown + " of " + mutated);
                  }
                });
      }
      room.acquire(UNDER_WAY);

      assertThat(broken).hasNullValue();
      assertThat(here.log.failure().toCompletableFuture()).isNotDone();
      assertThat(here.problems()).isEmpty();
    }
  }

  private static boolean isAllowed(Outcome outcome, RawEvent event, Set<Bytes> signed) {
    return outcome instanceof Outcome.Rejected
        || outcome instanceof Outcome.Declined
        || signed.contains(event.header());
  }

  /** An event with a few changes, in its wire form or behind it. */
  private static RawEvent mutated(List<Bytes> wires, Random random) {
    Bytes wire = wires.get(random.nextInt(wires.size()));
    if (random.nextInt(4) == 0
        && RawEvent.decode(changed(wire, random)) instanceof Checked.Good<RawEvent> good) {
      return good.value();
    }
    RawEvent whole = RawEvent.decode(wire).orThrow();
    Bytes header = random.nextInt(4) == 0 ? whole.header() : changed(whole.header(), random);
    Bytes payload = whole.payload();
    if (payload != null && random.nextInt(4) == 0) {
      payload = random.nextInt(4) == 0 ? null : changed(payload, random);
    }
    return new RawEvent(header, payload);
  }

  private static Bytes changed(Bytes whole, Random random) {
    byte[] bytes = whole.toArray();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      bytes = changedOnce(bytes, random);
    }
    return Bytes.copyOf(bytes);
  }

  private static byte[] changedOnce(byte[] in, Random random) {
    if (in.length == 0) {
      return new byte[] {1};
    }
    int at = random.nextInt(in.length);
    byte telling = (byte) TELLING[random.nextInt(TELLING.length)];
    byte[] out = in.clone();
    switch (random.nextInt(5)) {
      case 0 -> out[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> out[at] = telling;
      case 2 -> out = Arrays.copyOf(in, at);
      case 3 -> {
        out = Arrays.copyOf(in, in.length + 1);
        System.arraycopy(in, at, out, at + 1, in.length - at);
        out[at] = telling;
      }
      default -> {
        out = Arrays.copyOf(in, in.length - 1);
        System.arraycopy(in, at + 1, out, at, in.length - at - 1);
      }
    }
    return out;
  }
}
