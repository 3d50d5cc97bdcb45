package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same events make the same log, whatever way they came. */
class OrderIndependenceTest {
  private static final int EVENTS = 60;

  static LongStream seeds() {
    return LongStream.range(0, TestSize.pick(60, 5000));
  }

  /** What a log holds in the end. */
  private record Ended(Set<String> contents, Set<EventId> held) {}

  /** Says what differs alone, since histories are long. */
  private static void assertSame(Ended one, Ended other) {
    assertThat(difference(one.contents(), other.contents())).isEmpty();
    assertThat(difference(one.held(), other.held())).isEmpty();
  }

  private static <T> Set<T> difference(Set<T> one, Set<T> other) {
    Set<T> either = new HashSet<>(one);
    either.addAll(other);
    either.removeIf(each -> one.contains(each) && other.contains(each));
    return either;
  }

  private static Ended deliver(List<List<DecodedEvent>> batches, HeldLimits limits)
      throws Exception {
    try (TestLog here = new TestLog(Stores.inMemory(), options -> options.withHeld(limits))) {
      for (List<DecodedEvent> batch : batches) {
        here.giveAll(batch);
      }
      assertThat(here.problems()).isEmpty();
      return new Ended(here.contents(), here.held());
    }
  }

  /** All events, some of them twice, some without their payload at first, in any order. */
  private static List<List<DecodedEvent>> shuffled(List<DecodedEvent> history, Random random) {
    List<DecodedEvent> copies = new ArrayList<>(history);
    for (DecodedEvent event : history) {
      if (random.nextInt(4) == 0) {
        copies.add(event);
      }
      if (random.nextInt(6) == 0) {
        copies.add(event.withoutPayload());
      }
    }
    Collections.shuffle(copies, random);
    List<List<DecodedEvent>> batches = new ArrayList<>();
    for (int at = 0; at < copies.size(); ) {
      int end = Math.min(copies.size(), at + 1 + random.nextInt(20));
      batches.add(copies.subList(at, end));
      at = end;
    }
    return batches;
  }

  /** A history from which some events never come. */
  private static List<DecodedEvent> withLosses(List<DecodedEvent> history, Random random) {
    Set<Integer> lost = new HashSet<>();
    for (int i = 0; i < history.size() / 10; i++) {
      lost.add(random.nextInt(history.size()));
    }
    List<DecodedEvent> left = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      if (!lost.contains(i)) {
        left.add(history.get(i));
      }
    }
    return left;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyOrderGivesTheSameLogAndTheSameWaiting(long seed) throws Exception {
    Random random = new Random(seed);
    List<DecodedEvent> history = withLosses(History.of(seed, EVENTS), random);

    Ended inOrder = deliver(List.of(history), HeldLimits.DEFAULT);
    Ended shuffled = deliver(shuffled(history, random), HeldLimits.DEFAULT);

    assertSame(shuffled, inOrder);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasDroppedComesInWhenItIsDeliveredAgain(long seed) throws Exception {
    Random random = new Random(seed);
    List<DecodedEvent> history = History.of(seed, EVENTS);
    HeldLimits tight = new HeldLimits(3, 1 << 20, 5, 1 << 20);

    Ended inOrder = deliver(List.of(history), HeldLimits.DEFAULT);
    List<List<DecodedEvent>> again = shuffled(history, random);
    // Each delivery in full brings in at least the next event, in the order of causes.
    again.add(history);
    Ended tightly = deliver(again, tight);

    assertSame(tightly, inOrder);
  }
}
