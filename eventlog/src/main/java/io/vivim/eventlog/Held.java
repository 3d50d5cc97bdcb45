package io.vivim.eventlog;

import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.events.VerifiedEvent;
import java.util.Set;

/**
 * An event that waits: for its time, or for causes and its payload.
 *
 * @param arrival the number under which it is kept; later ones are higher
 * @param missing the causes that are not here
 * @param lacksPayload whether it waits for its payload as well
 * @param isEarly whether it waits for its time, whatever else it waits for
 */
record Held(
    long arrival,
    Source source,
    VerifiedEvent event,
    Set<EventId> missing,
    boolean lacksPayload,
    boolean isEarly) {
  Held {
    missing = Set.copyOf(missing);
  }

  /** Whether nothing changes for it when somebody brings it once more. */
  boolean waitsOn(RawEvent brought, Source by) {
    if (brought.payload() == null) {
      return true;
    }
    // For others some causes count as not here that this node's own users see.
    boolean isSeenAnew = by.equals(Source.LOCAL) && !source.equals(Source.LOCAL);
    return !lacksPayload && !isSeenAnew;
  }

  int bytes() {
    return event.event().raw().size();
  }

  Outcome outcome() {
    return isEarly
        ? new Outcome.Early(event.header().timestamp())
        : new Outcome.Pending(missing, lacksPayload);
  }
}
