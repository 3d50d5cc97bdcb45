package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the histories which are folded every day come to what seldom happens. */
final class ReachedTest {
  private static final int MOST_REMOVALS = 12;

  @Test
  void theEverydayHistoriesComeToWhatSeldomHappens() {
    Reached reached = new Reached();
    for (long seed = 1; seed <= StateMachineTest.EVERYDAY_HISTORIES; seed++) {
      List<DecodedEvent> history = Histories.history(seed, StateMachineTest.HISTORY_EVENTS);
      reached.look(history, Histories.deliveries(history, seed));
    }
    Map<String, Integer> counts = reached.counts();
    assertThat(counts.keySet())
        .contains(
            "a stranger cites a newer version",
            "a void event cites a newer version",
            "an entity goes on with a newer version",
            "something that poses as a version is cited",
            "a higher version of another model is cited",
            "a version that says nothing of the kind is cited",
            "a version that somebody erased is cited",
            "a void version is cited");
    for (String kind : HiddenKeys.KINDS) {
      assertThat(counts).containsKeys(kind + Reached.PRIVATE_FIRST, kind + Reached.PRIVATE_LAST);
    }
    assertThat(counts).containsKeys("one id" + Reached.PRIVATE_FIRST);
    assertThat(counts).containsKeys("one id" + Reached.PRIVATE_LAST);
    for (String kind : Reached.erasable()) {
      assertThat(counts).containsKeys("erased: " + kind);
    }
    assertThat(counts)
        .containsKeys(
            "named in vain: control",
            "named in vain: memory",
            "named in vain: x.note",
            "named from another scope",
            "erased by its author",
            "erased by the owner or twice",
            "a first event is named by others too",
            "a void erasure",
            "an erasure that stands again",
            "a listed event that comes late",
            "a listed event above a gap",
            "a removal after another",
            "removals at the same time",
            "a fork below a listed event",
            "a fork below a listed event that is void",
            "a fork of a leave");
    assertThat(reached.mostRemovals()).isGreaterThanOrEqualTo(MOST_REMOVALS);
  }
}
