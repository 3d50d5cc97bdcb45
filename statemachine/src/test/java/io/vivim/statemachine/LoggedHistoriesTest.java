package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories through a real log, which holds back what comes before its causes, drops what
 * comes twice and takes payloads away: whatever the order, the rows are the same, and are those of
 * a state that is folded anew.
 */
final class LoggedHistoriesTest {
  private static final int SIZE = 100;

  /** How many histories are tried from each first seed on. */
  private static final int SEEDS = Integer.getInteger("vivim.test.logged", 8);

  private static final int ORDERS = 2;

  /** Those of a history whose payload is there, and their causes, too. */
  private static List<DecodedEvent> whole(List<DecodedEvent> history) {
    Set<EventId> here = new HashSet<>();
    List<DecodedEvent> whole = new ArrayList<>();
    for (DecodedEvent event : history) {
      if (event.payload().isPresent()
          && here.containsAll(event.header().prevVersion())
          && here.containsAll(event.header().auth())) {
        here.add(event.id());
        whole.add(event);
      }
    }
    return whole;
  }

  private static Map<Bytes, Bytes> rows(
      List<DecodedEvent> history, List<DecodedEvent> order, long seed) throws InterruptedException {
    try (LoggedState state = new LoggedState()) {
      for (List<DecodedEvent> batch : Histories.batches(order, seed)) {
        state.take(batch);
      }
      // Whose payload came before another that erases it, and has it again when that is void.
      state.take(history);
      state.take(history);
      Map<Bytes, Bytes> live = state.rows();
      state.rebuild();
      assertThat(differing(state.rows(), live)).as("folded anew, seed %s", seed).isEmpty();
      return live;
    }
  }

  /** The rows that one of two states lacks, or has otherwise. */
  private static List<String> differing(Map<Bytes, Bytes> one, Map<Bytes, Bytes> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(one.get(key), other.get(key)))
        .map(key -> key.toHex() + ": " + hex(one.get(key)) + ", and not " + hex(other.get(key)))
        .toList();
  }

  private static String hex(@Nullable Bytes value) {
    return value == null ? "nothing" : value.toHex();
  }

  /** In any order, some of them twice, and some first without their payload. */
  private static List<DecodedEvent> mixed(List<DecodedEvent> history, Random random) {
    List<DecodedEvent> mixed = new ArrayList<>(history);
    for (DecodedEvent event : history) {
      if (random.nextInt(4) == 0) {
        mixed.add(event);
      }
      if (random.nextInt(4) == 0) {
        mixed.add(event.withoutPayload());
      }
    }
    Collections.shuffle(mixed, random);
    return mixed;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5_088, 30_730})
  void everyOrderAndEveryRebuildGivesTheSameRows(long first) throws InterruptedException {
    for (long seed = first; seed < first + SEEDS; seed++) {
      List<DecodedEvent> history = whole(Histories.history(seed, SIZE));
      Map<Bytes, Bytes> rows = rows(history, history, seed);
      assertThat(rows).hasSizeGreaterThan(SIZE);
      for (int i = 0; i < ORDERS; i++) {
        Random random = new Random(seed * ORDERS + i);
        assertThat(differing(rows(history, mixed(history, random), seed), rows))
            .as("seed %s, order %s", seed, i)
            .isEmpty();
      }
    }
  }
}
