package io.vivim.node.ledger;

import io.vivim.codec.Cid;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Tag;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to write to an entity; all else that an event needs is found for it.
 *
 * @param entity the entity that is there; where there is none a new one, or that of the body's key
 * @param scope of a new entity; where it is not said that of {@link #usualScope}
 * @param body in the grammar of bodies
 * @param parent what it is derived from
 * @param auth grants to cite, beside those that are found
 * @param seen the events of the entity that the writer knows; where none are given all of it
 */
public record EntityWrite(
    EventType type,
    Optional<EventId> entity,
    Optional<Scope> scope,
    IpldMap body,
    List<Tag> tags,
    Optional<Cid> parent,
    List<EventId> auth,
    List<EventId> seen) {

  public EntityWrite {
    tags = List.copyOf(tags);
    auth = List.copyOf(auth);
    seen = List.copyOf(seen);
  }

  /** The plain write of a body: of a new entity, or of one that is there. */
  public static EntityWrite of(EventType type, Optional<EventId> entity, IpldMap body) {
    return new EntityWrite(
        type, entity, Optional.empty(), body, List.of(), Optional.empty(), List.of(), List.of());
  }

  public EntityWrite in(Optional<Scope> where) {
    return new EntityWrite(type, entity, where, body, tags, parent, auth, seen);
  }

  public EntityWrite tagged(List<Tag> with) {
    return new EntityWrite(type, entity, scope, body, with, parent, auth, seen);
  }

  public EntityWrite derivedFrom(Optional<Cid> what) {
    return new EntityWrite(type, entity, scope, body, tags, what, auth, seen);
  }

  public EntityWrite citing(List<EventId> grants) {
    return new EntityWrite(type, entity, scope, body, tags, parent, grants, seen);
  }

  public EntityWrite havingSeen(List<EventId> heads) {
    return new EntityWrite(type, entity, scope, body, tags, parent, auth, heads);
  }

  /** Where a new entity goes unless somebody says otherwise; what is public stays so for ever. */
  public static Scope usualScope(EventType type) {
    return type.equals(EventType.CIRCLE_CREATE) ? Scope.CIRCLE_NEW : Scope.PRIVATE;
  }
}
