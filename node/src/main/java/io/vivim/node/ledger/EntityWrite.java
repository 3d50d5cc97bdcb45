package io.vivim.node.ledger;

import io.vivim.codec.Cid;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Tag;
import io.vivim.statemachine.model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to write to an entity; all else that an event needs is found for it.
 *
 * @param entity the entity that is there; where there is none a new one, or that of the body's key
 * @param scope of a new entity; where it is not said that of {@link #usualScope}
 * @param body in the grammar of bodies
 * @param parent what it is derived from
 * @param auth grants to cite, beside those that are found
 * @param model by which an application's entity is to fold, which is cited too
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
    Optional<EventId> model,
    List<EventId> seen) {
  /** Kinds about another, who is to see them. */
  private static final Set<String> BETWEEN_TWO = Set.of("follow", "friend", "like");

  public EntityWrite {
    tags = List.copyOf(tags);
    auth = List.copyOf(auth);
    seen = List.copyOf(seen);
  }

  /** The plain write of a body: of a new entity, or of one that is there. */
  public static EntityWrite of(EventType type, Optional<EventId> entity, IpldMap body) {
    return new EntityWrite(
        type,
        entity,
        Optional.empty(),
        body,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  public EntityWrite saying(IpldMap what) {
    return new EntityWrite(type, entity, scope, what, tags, parent, auth, model, seen);
  }

  public EntityWrite in(Optional<Scope> where) {
    return new EntityWrite(type, entity, where, body, tags, parent, auth, model, seen);
  }

  public EntityWrite tagged(List<Tag> with) {
    return new EntityWrite(type, entity, scope, body, with, parent, auth, model, seen);
  }

  public EntityWrite derivedFrom(Optional<Cid> what) {
    return new EntityWrite(type, entity, scope, body, tags, what, auth, model, seen);
  }

  public EntityWrite citing(List<EventId> grants) {
    return new EntityWrite(type, entity, scope, body, tags, parent, grants, model, seen);
  }

  public EntityWrite foldingBy(Optional<EventId> definition) {
    return new EntityWrite(type, entity, scope, body, tags, parent, auth, definition, seen);
  }

  public EntityWrite havingSeen(List<EventId> heads) {
    return new EntityWrite(type, entity, scope, body, tags, parent, auth, model, heads);
  }

  /**
   * Where a new entity goes unless somebody says otherwise; what is public stays so for ever. None
   * is usual for what holds between two: what is private never comes to the other.
   */
  public static Optional<Scope> usualScope(EventType type) {
    if (BETWEEN_TWO.contains(Kind.of(type).name())) {
      return Optional.empty();
    }
    return Optional.of(type.equals(EventType.CIRCLE_CREATE) ? Scope.CIRCLE_NEW : Scope.PRIVATE);
  }

  /** What to tell a writer who has to say the scope. */
  public static String scopeAdvice(EventType type) {
    return "a "
        + Kind.of(type)
        + " is between two, so say for whom it is: what is public is seen by the other and by all"
        + " and cannot be called back, circle:<id> is for that circle, and what is private never"
        + " comes to the other";
  }
}
