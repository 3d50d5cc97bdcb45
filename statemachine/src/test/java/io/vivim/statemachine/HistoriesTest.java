package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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
    assertThat(kinds.keySet()).containsAll(Kind.catalogue().keySet()).contains("x.note", "x.board");
    assertThat(types.keySet()).containsAll(EventType.catalogue().keySet());
  }

  @Test
  void aSeedIsAHistory() {
    assertThat(Histories.history(7, SIZE)).isEqualTo(Histories.history(7, SIZE));
    assertThat(Histories.history(7, SIZE)).hasSize(SIZE);
  }

  @Test
  void deliveriesAreTheSameEventsWithCausesFirst() {
    List<DecodedEvent> history = Histories.history(3, SIZE);
    for (List<DecodedEvent> delivery : Histories.deliveries(history, 3)) {
      assertThat(delivery).containsExactlyInAnyOrderElementsOf(history).isNotEqualTo(history);
      Set<EventId> here = new HashSet<>();
      for (List<DecodedEvent> batch : Histories.batches(delivery, 5)) {
        for (DecodedEvent event : batch) {
          assertThat(here).containsAll(event.header().prevVersion());
          assertThat(here).containsAll(event.header().auth());
          here.add(event.id());
        }
      }
      assertThat(here).hasSize(SIZE);
    }
  }

  /** So that a history that fails can shrink. */
  @Property(tries = 30)
  void withoutSomeOfItsStepsAHistoryIsStillOne(@ForAll("steps") List<Step> steps) {
    for (int part = 0; part < 3; part++) {
      int left = part;
      List<Step> fewer =
          IntStream.range(0, steps.size()).filter(i -> i % 3 != left).mapToObj(steps::get).toList();
      List<DecodedEvent> history = Histories.of(fewer);
      ReferenceGrants grants = new ReferenceGrants(new ReferenceLog(history));
      assertThat(history).allSatisfy(event -> assertThat(grants.check(event)).isEmpty());
      assertThat(ReferenceFold.of(history).reasons().size()).isLessThanOrEqualTo(history.size());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Histories.steps(60);
  }
}
