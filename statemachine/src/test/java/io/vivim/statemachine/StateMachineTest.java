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

/**
 * Whatever people write, whoever of them is honest, and however it comes in: the state is what the
 * pages say, and everywhere the same. A long run: {@code -Pstate.tries=100000}.
 */
class StateMachineTest {
  private static final long FIRST = Long.getLong("vivim.state.seed", 1);
  private static final int SEEDS = Integer.getInteger("vivim.state.seeds", 20);

  @Provide
  Arbitrary<List<Step>> steps() {
    return Histories.steps(60);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.FULL)
  void theFoldIsWhatThePagesSay(@ForAll("steps") List<Step> steps, @ForAll long seed) {
    List<DecodedEvent> history = Histories.of(steps);
    foldsAsThePagesSay(history, seed);
  }

  @Test
  void longHistoriesFoldAsThePagesSay() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      long each = seed;
      assertThatCode(() -> foldsAsThePagesSay(Histories.history(each, 120), each))
          .as("seed %s", seed)
          .doesNotThrowAnyException();
    }
  }

  private static void foldsAsThePagesSay(List<DecodedEvent> history, long seed) {
    ReferenceFold expected = ReferenceFold.of(history);
    TestState first = TestState.fold(Histories.batches(history, seed));
    first.assertIs(expected);
    for (List<DecodedEvent> delivery : Histories.deliveries(history, seed)) {
      TestState other = TestState.fold(Histories.batches(delivery, seed + 1));
      other.assertIs(expected);
      if (!other.rows().equals(first.rows())) {
        other
            .rows()
            .forEach(
                (k, v) -> {
                  if (!v.equals(first.rows().getOrDefault(k, v))) {
                    System.err.println(
                        "ROW "
                            + k.toHex()
                            + "\n  "
                            + (v.size() > 50
                                ? String.valueOf(io.vivim.statemachine.model.Coded.read(v))
                                : v.toHex())
                            + "\n  "
                            + (first.rows().containsKey(k) && v.size() > 50
                                ? String.valueOf(
                                    io.vivim.statemachine.model.Coded.read(
                                        first.rows().getOrDefault(k, v)))
                                : "-"));
                  }
                });
        delivery.forEach(e -> System.err.println("   " + e + " " + e.header()));
      }
      assertThat(other.rows()).isEqualTo(first.rows());
    }
  }
}
