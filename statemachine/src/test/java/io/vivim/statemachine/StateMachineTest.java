package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vivim.events.DecodedEvent;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever people write, whoever of them is honest, and however it comes in: the state is what the
 * pages say, and its rows are everywhere the same.
 */
class StateMachineTest {
  private static final boolean IS_LONG = "long".equals(System.getProperty("vivim.test.size"));

  /** Histories that are folded whatever the size of the suite. */
  static final int EVERYDAY_HISTORIES = 30;

  static final int HISTORY_EVENTS = 120;
  private static final int HISTORIES = IS_LONG ? 10_000 : EVERYDAY_HISTORIES;

  /** The first of the histories, for whoever runs a part of them, or others. */
  private static final long FIRST = Long.getLong("vivim.test.firstSeed", 1);

  /** How many of them. */
  private static final long SEEDS = Long.getLong("vivim.test.seeds", HISTORIES);

  /** So few that fields grow out of their entity's row, and shrink into it, all the time. */
  private static final List<Integer> MOST_ELEMENT_BYTES =
      List.of(0, 150, 300, Entities.MAX_ELEMENT_BYTES);

  @Provide
  Arbitrary<List<Step>> steps() {
    return Histories.steps(60);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.FULL)
  void theFoldIsWhatThePagesSay(@ForAll("steps") List<Step> steps, @ForAll long seed) {
    foldsAsThePagesSay(Histories.of(steps), seed);
  }

  @Test
  void longHistoriesFoldAsThePagesSay() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      long each = seed;
      assertThatCode(() -> foldsAsThePagesSay(Histories.history(each, HISTORY_EVENTS), each))
          .as("seed %s", seed)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5_088, 30_730})
  void whatOnceDependedOnTheOrderDoesNot(long seed) {
    foldsAsThePagesSay(Histories.history(seed, HISTORY_EVENTS), seed);
  }

  private static void foldsAsThePagesSay(List<DecodedEvent> history, long seed) {
    ReferenceFold expected = ReferenceFold.of(history);
    int most = MOST_ELEMENT_BYTES.get(Math.floorMod(seed, MOST_ELEMENT_BYTES.size()));
    TestState first = TestState.fold(Histories.batches(history, seed), most);
    first.assertIs(expected);
    for (List<DecodedEvent> delivery : Histories.deliveries(history, seed)) {
      TestState other = TestState.fold(Histories.batches(delivery, seed + 1), most);
      other.assertIs(expected);
      assertThat(other.rows()).containsExactlyEntriesOf(first.rows());
    }
  }
}
