package io.vivim.eventlog;

import io.vivim.events.EventId;
import io.vivim.events.Rejection;
import io.vivim.events.Timestamp;
import java.util.Set;

/** What became of an event that was given to the log. A broken disk is no outcome. */
public sealed interface Outcome {
  /** It is in the log, for good, at this position. */
  record Accepted(long position) implements Outcome {}

  /** It was in the log before, or nothing of it may come back. */
  record Duplicate() implements Outcome {}

  /**
   * It is kept until all that it needs is here.
   *
   * @param causes the events that are missing
   * @param payload whether its payload is missing
   */
  record Pending(Set<EventId> causes, boolean payload) implements Outcome {
    public Pending {
      causes = Set.copyOf(causes);
    }
  }

  /**
   * Its clock runs ahead of this node's by more than {@code MAX_CLOCK_DRIFT}; it is kept until that
   * is no longer so.
   *
   * @param until the event's own time
   */
  record Early(Timestamp until) implements Outcome {}

  /** It may be good, but this node does not take it. */
  record Declined(Decline reason) implements Outcome {}

  /** It is wrong, and will be wrong for everyone. */
  record Rejected(Rejection rejection) implements Outcome {}
}
