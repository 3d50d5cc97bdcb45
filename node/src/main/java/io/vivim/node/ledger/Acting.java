package io.vivim.node.ledger;

import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.State;
import java.time.InstantSource;
import java.util.Optional;

/** The grants that somebody who acts has to cite: as a device, and as a member of a circle. */
final class Acting {
  private final State state;
  private final InstantSource wall;

  Acting(State state, InstantSource wall) {
    this.state = state;
    this.wall = wall;
  }

  /** The event that makes a key a device of an identity, for what it does in a scope. */
  Optional<EventId> device(DidKey device, DidKey author, LogScope scope) {
    return state.device(device, author, scope);
  }

  /** What an author cites to write in a scope to an entity; nothing where nothing need be. */
  Optional<EventId> membership(DidKey author, Scope scope, Optional<EventId> entity) {
    EventId circle = scope.circle();
    if (circle == null) {
      return Optional.empty();
    }
    if (state.owns(author, circle)) {
      return entity.equals(Optional.of(circle)) ? Optional.empty() : Optional.of(circle);
    }
    return state.membership(author, circle, wall.instant());
  }
}
