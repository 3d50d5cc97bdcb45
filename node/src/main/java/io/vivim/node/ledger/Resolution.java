package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventType;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.model.Written;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a conflict about a field is ended: with one value, by whichever event can give it. */
public final class Resolution {
  private static final String ACTIVE = "active";
  private static final String DELETED = "deleted";

  private Resolution() {}

  /**
   * What the field is to be where nobody says it; nothing where several values are shown, or one in
   * part, of which the rest would be lost.
   */
  public static Optional<Ipld> usual(Entity entity, String field) {
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
    if (field.equals(ACTIVE) && isTaken && value instanceof Ipld.Bool) {
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

  private static EntityWrite by(EventType type, Entity entity, IpldMap body) {
    return EntityWrite.of(type, Optional.of(entity.id()), body);
  }
}
