package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    Map<SignerLog, List<Last>> accepted) {
  private static final long NONE = -1;

  /** An event that is here and listed, and its place in its log. */
  record Last(EventId id, long seq) {
    static Last of(DecodedEvent event) {
      return new Last(event.id(), event.header().seq());
    }
  }

  Removal {
    grants = List.copyOf(grants);
    until = List.copyOf(until);
    accepted = Map.copyOf(accepted);
  }

  /** The same once an event that it lists is here. */
  Removal accepting(DecodedEvent listed) {
    Map<SignerLog, List<Last>> more = new HashMap<>(accepted);
    more.merge(
        SignerLog.of(listed),
        List.of(Last.of(listed)),
        (one, other) -> Stream.concat(one.stream(), other.stream()).distinct().toList());
    return new Removal(id, isLeave, rank, grants, until, more);
  }

  /** How many events it names, and itself. */
  int links() {
    return 1 + grants.size() + until.size();
  }

  /** The last events that it accepts of a log, of those that are here. */
  List<Last> lastOf(SignerLog log) {
    return accepted.getOrDefault(log, List.of());
  }

  /** The highest place of these in a log; less than any where there is none. */
  long highestOf(SignerLog log) {
    return lastOf(log).stream().mapToLong(Last::seq).max().orElse(NONE);
  }
}
