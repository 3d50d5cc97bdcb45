package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.model.Written;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a conflict about a field is ended: with one value, by whichever event can give it. */
public final class Resolution {
  private static final String ACTIVE = "active";
  private static final String DELETED = "deleted";
  private static final String SIDES = "sides";

  /** The verbs by which one side of a friendship says its word. */
  private static final Map<Ipld, EventType> WORDS =
      Map.of(
          Ipld.of("yes"), EventType.named("social:friend_accept"),
          Ipld.of("no"), EventType.named("social:friend_reject"),
          Ipld.of("block"), EventType.named("social:block"));

  private Resolution() {}

  /**
   * What the field is to be where nobody says it; nothing where several values are shown, or one in
   * part, of which the rest would be lost, or what two say.
   */
  public static Optional<Ipld> usual(Entity entity, String field) {
    if (isOfSides(entity, field)) {
      return Optional.empty();
    }
    Optional<Ipld> shown = entity.whole(field);
    if (!(shown.orElse(Ipld.NULL) instanceof Ipld.Sequence several)) {
      return shown;
    }
    Set<Ipld> values = new LinkedHashSet<>();
    for (Written each : entity.conflicts().getOrDefault(field, List.of())) {
      if (!each.value().equals(Ipld.NULL)) {
        values.add(each.value());
      }
    }
    // A list that is one of the values is no list of them.
    boolean isOfAll = values.equals(new LinkedHashSet<>(several.values()));
    return isOfAll ? Optional.empty() : shown;
  }

  /** The write that gives the value, where entities of the kind have a verb for that. */
  public static Optional<EntityWrite> of(Entity entity, String field, Ipld value) {
    Optional<EventType> update = EntityTypes.update(entity.kind());
    Optional<EventType> delete = EntityTypes.delete(entity.kind());
    boolean isTaken = entity.kind().equals("follow") || entity.kind().equals("like");
    // No body names what verbs write, so that the verbs have to be used anew.
    if (isOfSides(entity, field)) {
      return Optional.ofNullable(WORDS.get(value)).map(type -> by(type, entity, IpldMap.EMPTY));
    } else if (field.equals(ACTIVE) && isTaken && value instanceof Ipld.Bool) {
      return (value.equals(Ipld.TRUE) ? update : delete)
          .map(type -> by(type, entity, IpldMap.EMPTY));
    } else if (field.equals(DELETED) && value.equals(Ipld.TRUE)) {
      return delete.map(type -> by(type, entity, IpldMap.EMPTY));
    } else if (field.equals(DELETED) && value.equals(Ipld.FALSE)) {
      IpldMap back = IpldMap.builder().put("unset", Ipld.listOf(Ipld.of(DELETED))).build();
      return update.map(type -> by(type, entity, back));
    }
    IpldMap set = IpldMap.builder().put(field, value).build();
    return update.map(type -> by(type, entity, IpldMap.builder().put("set", set).build()));
  }

  /** Whether it is about what both sides say, of which a writer has a word on their own alone. */
  private static boolean isOfSides(Entity entity, String field) {
    return field.equals(SIDES) && entity.kind().equals("friend");
  }

  private static EntityWrite by(EventType type, Entity entity, IpldMap body) {
    return EntityWrite.of(type, Optional.of(entity.id()), body);
  }
}
