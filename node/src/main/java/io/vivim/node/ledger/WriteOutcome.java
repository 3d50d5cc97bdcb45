package io.vivim.node.ledger;

import io.vivim.events.EventId;
import io.vivim.statemachine.Ground;

/** What became of a write. */
public sealed interface WriteOutcome {
  /**
   * Its event is in the log, for good.
   *
   * @param ground whether the event counts, by all that is here now
   */
  record Written(EventId entity, EventId event, long position, Ground ground)
      implements WriteOutcome {}

  /**
   * Nothing was written.
   *
   * @param code a stable code: of {@link Ground}, of the log's reasons, or of {@link Refusal}
   * @param detail what exactly is wrong, for people; may be empty
   */
  record Refused(String code, String detail) implements WriteOutcome {
    @Override
    public String toString() {
      return detail.isEmpty() ? code : code + ": " + detail;
    }
  }

  /** As much is under way as may be, and nothing was written. */
  record Busy() implements WriteOutcome {}
}
