package io.vivim.statemachine;

import io.vivim.events.EventId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Which events happened before which others of their entities, of what walks found out last. That
 * never changes; so whoever writes behind an event whose clock proves nothing does not make anybody
 * walk back over the same events each time. The writer's.
 */
final class KnownPasts {
  /** Pairs of events that are remembered. */
  private static final int MAX_KNOWN = 65_536;

  private record Pair(EventId event, EventId before) {}

  private final Map<Pair, Boolean> known = new RecentMap<>(MAX_KNOWN);

  /** Takes note that none of some events has seen another one, which none of them is. */
  void none(Collection<EventId> events, EventId before) {
    events.forEach(event -> known.put(new Pair(event, before), false));
  }

  /** Takes note of what an event has seen of another one. */
  void put(EventId event, EventId before, boolean isBefore) {
    known.put(new Pair(event, before), isBefore);
  }

  /** Whether any of some events is another one or has seen it, where that is known of all. */
  Optional<Boolean> isBeforeAny(Collection<EventId> events, EventId before) {
    boolean isSure = true;
    for (EventId event : events) {
      Boolean isBefore = event.equals(before) ? Boolean.TRUE : known.get(new Pair(event, before));
      if (Boolean.TRUE.equals(isBefore)) {
        return Optional.of(true);
      }
      isSure = isSure && isBefore != null;
    }
    return isSure ? Optional.of(false) : Optional.empty();
  }
}
