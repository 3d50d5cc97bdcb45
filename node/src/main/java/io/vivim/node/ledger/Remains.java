package io.vivim.node.ledger;

import io.vivim.events.EventId;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.HistoryPage;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.Optional;

/** What is left of an entity that is not shown. */
public final class Remains {
  /** Events that are looked at; what holds for so many is said of the entity. */
  private static final int MAX_EVENTS = 1000;

  private Remains() {}

  /** Why there is nothing to show of an id, for a reader who may see its history. */
  public static Optional<String> of(State state, Reader reader, EventId entity) {
    return state.history(reader, entity, null, MAX_EVENTS).map(Remains::told);
  }

  private static String told(HistoryPage history) {
    boolean isErased =
        history.entries().stream().allMatch(each -> each.verdict().ground() == Ground.ERASED);
    return isErased
        ? "it is erased: the payloads of its events are gone for good"
        : "none of its events counts: its history says why";
  }
}
