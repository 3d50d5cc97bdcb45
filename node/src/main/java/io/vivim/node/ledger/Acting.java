package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.time.InstantSource;
import java.util.Optional;

/** The grants that somebody who acts has to cite: as a device, and as a member of a circle. */
final class Acting {
  /** Identities of one author that are looked at; each scope has at most one. */
  private static final int MAX_IDENTITIES = 1000;

  private final State state;
  private final InstantSource wall;

  Acting(State state, InstantSource wall) {
    this.state = state;
    this.wall = wall;
  }

  /** The event that makes a key a device of an identity, for what it does in a scope. */
  Optional<EventId> device(DidKey device, DidKey author, LogScope scope) {
    Query identities = Query.ofKind("identity").by(author);
    return state.query(Reader.NODE, identities, null, MAX_IDENTITIES).entities().stream()
        .filter(identity -> identity.scope().isPublic() || identity.scope().equals(scope))
        .flatMap(identity -> grant(identity, device).stream())
        .findFirst();
  }

  private static Optional<EventId> grant(Entity identity, DidKey device) {
    return identity.fields().get("devices") instanceof IpldMap devices
            && devices.get(device.toString()).orElse(Ipld.NULL) instanceof IpldMap entry
            && entry.get("grant").orElse(Ipld.NULL) instanceof Ipld.Link link
        ? EventId.of(link.value())
        : Optional.empty();
  }

  /** What an author cites to write in a scope to an entity; nothing where nothing need be. */
  Optional<EventId> membership(DidKey author, Scope scope, Optional<EventId> entity) {
    EventId circle = scope.circle();
    if (circle == null) {
      return Optional.empty();
    }
    Optional<Entity> found = state.entity(Reader.NODE, circle);
    boolean isOwner = found.map(each -> each.owners().contains(author)).orElse(false);
    if (isOwner) {
      return entity.equals(Optional.of(circle)) ? Optional.empty() : Optional.of(circle);
    }
    return state.membership(author, circle, wall.instant());
  }
}
