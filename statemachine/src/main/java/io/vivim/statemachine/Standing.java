package io.vivim.statemachine;

import io.vivim.events.EventId;
import java.util.List;
import java.util.Optional;

/**
 * What an event's causes say of its right.
 *
 * @param broken the first rule that it breaks
 * @param reliesOn the grants among its auth that it needed; what those rely on comes on top
 * @param role its author's in the circle that it belongs to, where there is one
 */
public record Standing(Optional<Rule> broken, List<EventId> reliesOn, Optional<Role> role) {
  public Standing {
    reliesOn = List.copyOf(reliesOn);
  }

  static Standing broken(Rule rule) {
    return new Standing(Optional.of(rule), List.of(), Optional.empty());
  }
}
