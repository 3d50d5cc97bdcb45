package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Digests and explanations of random histories. */
final class HistoryViewsTest {
  private static final int SEEDS = 25;
  private static final int SIZE = 120;

  private static Map<String, String> digests(FoldedLog log) {
    Map<String, String> roots = new LinkedHashMap<>();
    StateDigests digests = log.digests();
    digests.scopes().forEach(scope -> roots.put(scope.text(), digests.of(scope).root().toHex()));
    return roots;
  }

  @Test
  void inWhateverOrderAHistoryCameItsDigestsAreEqual() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<DecodedEvent> history = Histories.history(seed, SIZE);
      try (FoldedLog one = FoldedLog.of(history)) {
        for (List<DecodedEvent> delivery : Histories.deliveries(history, seed)) {
          try (FoldedLog other = FoldedLog.of(delivery)) {
            assertThat(digests(other)).as("seed %s", seed).isEqualTo(digests(one));
          }
        }
      }
    }
  }

  @Test
  void whateverIsShownHasACause() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<DecodedEvent> history = Histories.history(seed, SIZE);
      try (FoldedLog log = FoldedLog.of(history)) {
        Set<EventId> entities = new LinkedHashSet<>();
        history.forEach(event -> entities.add(event.entity()));
        for (EventId id : entities) {
          Optional<Explanation> found = log.state().explain(Reader.NODE, id);
          assertThat(found).as("seed %s", seed).isPresent();
          found.ifPresent(HistoryViewsTest::checkCauses);
        }
      }
    }
  }

  private static void checkCauses(Explanation told) {
    for (String field : told.entity().fields().keySet()) {
      boolean isMade = field.equals("status") || field.equals("active") || field.equals("members");
      if (!isMade) {
        assertThat(told.fields().get(field)).as(field + " of " + told.entity().kind()).isNotEmpty();
      }
    }
  }
}
