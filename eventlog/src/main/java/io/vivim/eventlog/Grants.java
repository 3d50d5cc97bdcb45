package io.vivim.eventlog;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * Whether an event may do what it does: a pure function of the event and its causes, so that every
 * node answers alike, in whatever order events came.
 */
public interface Grants {
  /**
   * The reason for which the event may not be.
   *
   * @param heads its prevVersion, in that order
   * @param first the first event of its entity, where the entity is named by it; empty for keyed
   *     ones and for an event without heads
   * @param grants what its auth cites, in that order
   */
  Optional<Rejection> check(
      DecodedEvent event,
      List<EventFacts> heads,
      Optional<EventFacts> first,
      List<EventFacts> grants);

  /**
   * Whether an erase event of the target's scope erases the target's payload.
   *
   * @param first the first event of the target's entity, where the entity is named by it
   */
  boolean mayErase(EventFacts erase, EventFacts target, Optional<EventFacts> first);

  /** The rules that headers alone can show. */
  static Grants structural() {
    return new StructuralGrants();
  }
}
