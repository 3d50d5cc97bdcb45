package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import java.util.List;

/**
 * What a commit of the log adds, for the state to follow.
 *
 * @param appended events that are new, in the order of the log; without their payload where that is
 *     erased
 * @param restored events that were there without their payload, and have it now
 * @param forks events that took a place in their signer's log which another event has
 * @param position the last position of the log that the commit makes durable
 */
public record Changes(
    List<DecodedEvent> appended,
    List<DecodedEvent> restored,
    List<DecodedEvent> forks,
    long position) {
  public Changes {
    appended = List.copyOf(appended);
    restored = List.copyOf(restored);
    forks = List.copyOf(forks);
  }
}
