package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That the random histories reach what they are for. */
final class HistoriesTest {
  private static final int SEEDS = 60;
  private static final int SIZE = 120;

  @Test
  void everyReasonAndEveryKindOccurs() {
    Map<String, Integer> reasons = new TreeMap<>();
    Map<String, Integer> kinds = new TreeMap<>();
    Map<String, Integer> types = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      List<DecodedEvent> history = Histories.history(seed, SIZE);
      ReferenceFold fold = ReferenceFold.of(history);
      fold.reasons().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
      fold.entities().values().forEach(entity -> kinds.merge(entity.kind(), 1, Integer::sum));
      history.forEach(event -> types.merge(event.header().type().name(), 1, Integer::sum));
    }
    assertThat(reasons.keySet())
        .containsExactlyInAnyOrder(
            "removed",
            "left",
            "erased",
            "no-payload",
            "sealed",
            "malformed",
            "key",
            "owner",
            "kind",
            "grammar",
            "field",
            "merge",
            "schema");
    assertThat(kinds.keySet()).containsAll(Kind.catalogue().keySet()).contains("x.note");
    assertThat(types.keySet()).containsAll(EventType.catalogue().keySet());
  }
}
