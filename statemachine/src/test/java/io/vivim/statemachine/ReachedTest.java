package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.model.Merge;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** That the histories which are folded every day come to what seldom happens. */
final class ReachedTest {
  private static final int MOST_REMOVALS = 12;
  private static final int HISTORIES_IN_ROWS = 10;

  /** What may lie in the row of an entity, where rows are looked at. */
  private static final int MOST_BYTES = 10;

  private static final int PART_AT = StateKeys.TABLE_BYTES + EntityName.KEY_BYTES;
  private static final int FIELD_ELEMENTS = 5;

  /** What the keys of writes under one key of a map begin with. */
  private static final int NO_KEY = 0xff;

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

  @Test
  void theyComeToRowsOfEverythingThatAnEntityHasManyOf() {
    Set<String> reached = new TreeSet<>();
    for (long seed = 1; seed <= HISTORIES_IN_ROWS; seed++) {
      List<DecodedEvent> history = Histories.history(seed, StateMachineTest.HISTORY_EVENTS);
      TestState state = TestState.fold(Histories.batches(history, seed), MOST_BYTES);
      state.rows().keySet().stream()
          .filter(key -> key.startsWith(StateKeys.table(StateKeys.ELEMENT)))
          .forEach(key -> reached.add(ofWhat(key.from(PART_AT))));
    }
    assertThat(reached)
        .contains("1", "2", "3", "4", "set", "map", "opaque", "register", "a key of a map");
  }

  /** What a row is one of, by its key behind the entity: a part, or the merge of a field. */
  private static String ofWhat(Bytes key) {
    int part = key.at(0);
    if (part != FIELD_ELEMENTS) {
      return Integer.toString(part);
    }
    Bytes behindName = key.from(1 + Short.BYTES + (key.at(1) << Byte.SIZE | key.at(2)));
    for (Merge merge : Merge.values()) {
      Bytes text = Bytes.utf8(merge.text());
      if (behindName.startsWith(text)) {
        boolean isOfKey = merge == Merge.MAP && behindName.at(text.size() + 1) == NO_KEY;
        return isOfKey ? "a key of a map" : merge.text();
      }
    }
    throw new AssertionError(key.toHex());
  }
}
