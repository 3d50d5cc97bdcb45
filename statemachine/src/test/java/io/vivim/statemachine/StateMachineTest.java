package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever people write, whoever of them is honest, and however it comes in: the state is what the
 * pages say, and everywhere the same. A long run: {@code -Pstate.tries=100000}.
 */
class StateMachineTest {
  @Provide
  Arbitrary<List<Step>> steps() {
    return Histories.steps(60);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.FULL)
  void theFoldIsWhatThePagesSay(@ForAll("steps") List<Step> steps, @ForAll long seed) {
    List<DecodedEvent> history = Histories.of(steps);
    ReferenceFold expected = ReferenceFold.of(history);

    TestState first = TestState.fold(Histories.batches(history, seed));
    first.assertIs(expected);
    for (List<DecodedEvent> delivery : Histories.deliveries(history, seed)) {
      TestState other = TestState.fold(Histories.batches(delivery, new Random(seed).nextLong()));
      other.assertIs(expected);
      assertThat(other.rows()).isEqualTo(first.rows());
    }
  }
}
