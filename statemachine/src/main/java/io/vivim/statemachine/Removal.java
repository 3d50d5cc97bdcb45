package io.vivim.statemachine;

import io.vivim.events.EventId;
import java.util.List;
import java.util.Map;

/**
 * What a removal says, worked out.
 *
 * @param grants those that it names and that are its to remove
 * @param rank only one that ranks above another can make it void
 * @param until the events that it lists, whether they are here or not; none for a leave
 * @param accepted those of them that are here, by the log that they are of
 */
record Removal(
    EventId id,
    boolean isLeave,
    int rank,
    List<EventId> grants,
    List<EventId> until,
    Map<SignerLog, List<EventId>> accepted) {
  Removal {
    grants = List.copyOf(grants);
    until = List.copyOf(until);
    accepted = Map.copyOf(accepted);
  }

  /** The last events that it accepts of a log, of those that are here. */
  List<EventId> lastOf(SignerLog log) {
    return accepted.getOrDefault(log, List.of());
  }
}
