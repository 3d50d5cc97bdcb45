package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Coded;
import io.vivim.statemachine.model.Room;
import io.vivim.statemachine.model.Written;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entities as they are shown: what was folded, and what is made of their grants. */
final class EntityReader {
  /** Kinds that show their grants. */
  static final Set<String> WITH_GRANTS =
      Set.of("identity", "circle", "sharing_policy", "capability");

  /** What is shown of an entity, as it is stored; whoever writes more of it is not shown whole. */
  static final long MAX_ENTITY_BYTES = 8 * 1024 * 1024;

  /** What is shown of its heads, and of its parents; more heads than an event can name. */
  static final long MAX_LIST_BYTES = 64 * 1024;

  /** What is read of its grants. */
  private static final long MAX_GRANT_BYTES = 2 * 1024 * 1024;

  private final StoreView store;
  private final Definitions definitions;

  EntityReader(StoreView store, Definitions definitions) {
    this.store = store;
    this.definitions = definitions;
  }

  /**
   * The entities of an id, one in each scope: public before circles' before others, so that nobody
   * can put one of their own in the place of another's.
   */
  List<EntityState> states(EventId id) {
    List<EntityState> states = new ArrayList<>();
    try (Scan scan = store.scan(KeyRange.startingWith(StateKeys.of(StateKeys.ENTITY, id)))) {
      while (scan.next()) {
        states.add(EntityRows.decode(store, scan.key(), scan.value()));
      }
    }
    states.sort(Comparator.comparing(EntityReader::order).thenComparing(s -> s.scope().text()));
    return states;
  }

  private static int order(EntityState state) {
    LogScope scope = state.scope();
    return scope.isPublic() ? 0 : scope.isCircle() ? 1 : 2;
  }

  /**
   * An entity that was looked up.
   *
   * @param bytes of its row, which tell about how much memory it takes
   */
  record Found(EntityState state, long bytes) {}

  /** The entity that a row is about. */
  Optional<Found> find(Bytes key) {
    Bytes row = StateKeys.entityOf(key);
    return store
        .get(row)
        .map(value -> new Found(EntityRows.decode(store, row, value), value.size()));
  }

  Optional<EntityState> stateOf(Bytes key) {
    return find(key).map(Found::state);
  }

  /** The circle that a scope is of. */
  Optional<EntityState> circle(LogScope scope) {
    return Scope.parse(scope.text())
        .map(Scope::circle)
        .flatMap(id -> EntityRows.find(store, new EntityName(id, scope)))
        .filter(state -> state.kind().equals("circle"));
  }

  Entity shown(EntityState state) {
    return shown(state, Room.of(MAX_ENTITY_BYTES));
  }

  /** As much of an entity as there is room for. */
  Entity shown(EntityState state, Room room) {
    Shown shown = new Shown(state, definitions.of(state));
    ShownFields of = new ShownFields(shown, room);
    SortedMap<String, Ipld> fields = of.values();
    SortedMap<String, List<Written>> conflicts = of.conflicts();
    if (WITH_GRANTS.contains(state.kind())) {
      addGrants(state, fields, room).ifPresent(of::cut);
    } else if (state.kind().equals("friend")) {
      fields.put("status", Ipld.of(statusOf(fields.get("sides"))));
    }
    Room ofHeads = Room.of(MAX_LIST_BYTES);
    SortedSet<EventId> heads = state.lineage().headIds(ofHeads);
    Room ofParents = Room.of(MAX_LIST_BYTES);
    SortedSet<String> parents = state.parentTexts(ofParents);
    return new Entity(
        state.id(),
        state.kind(),
        state.scope(),
        state.owners(),
        state.created(),
        state.updated(),
        Collections.unmodifiableSortedSet(heads),
        parents,
        Optional.ofNullable(state.model()),
        fields,
        conflicts,
        of.cut(),
        room.isCut() || ofHeads.isCut() || ofParents.isCut(),
        shown.isGone());
  }

  /** Of the words of both sides what they come to. */
  static String statusOf(@Nullable Ipld sides) {
    List<String> words = new ArrayList<>();
    if (sides instanceof IpldMap map) {
      map.forEach((side, word) -> words.add(Coded.text(word)));
    }
    if (words.contains("block")) {
      return "blocked";
    } else if (words.contains("no")) {
      return "rejected";
    }
    return words.size() == 2 ? "accepted" : "pending";
  }

  List<GrantRow> grantsOf(EntityName entity) {
    return grantsOf(store, entity);
  }

  static List<GrantRow> grantsOf(StoreView store, EntityName entity) {
    return grantsOf(store, entity, Room.endless());
  }

  List<GrantRow> grantsOf(EntityName entity, Room room) {
    return grantsOf(store, entity, room);
  }

  private static List<GrantRow> grantsOf(StoreView store, EntityName entity, Room room) {
    List<GrantRow> grants = new ArrayList<>();
    try (Scan scan =
        store.scan(KeyRange.startingWith(StateKeys.key(StateKeys.GRANT, entity.key())))) {
      while (scan.next() && room.take(scan.key().size() + scan.value().size())) {
        grants.add(GrantRow.decode(StateKeys.lastId(scan.key()), scan.value()));
      }
    }
    return grants;
  }

  /** Adds the field that grants make, and answers which that is where there are too many. */
  private Optional<String> addGrants(EntityState state, Map<String, Ipld> fields, Room room) {
    Room part = room.part(MAX_GRANT_BYTES);
    List<GrantRow> inForce =
        grantsOf(state.name(), part).stream().filter(GrantRow::isInForce).toList();
    room.close(part);
    String field = fieldOfGrants(state.kind());
    if (state.kind().equals("identity")) {
      put(fields, field, devices(inForce));
    } else if (state.kind().equals("circle")) {
      SortedMap<String, Ipld> members = new TreeMap<>();
      roles(state, inForce).forEach((did, role) -> members.put(did, Ipld.of(role.text())));
      put(fields, field, members);
    } else {
      fields.put(field, Ipld.of(!inForce.isEmpty()));
    }
    return part.isCut() ? Optional.of(field) : Optional.empty();
  }

  /** The field that an entity's grants make. */
  static String fieldOfGrants(String kind) {
    return switch (kind) {
      case "identity" -> "devices";
      case "circle" -> "members";
      default -> "active";
    };
  }

  private static void put(Map<String, Ipld> fields, String name, Map<String, Ipld> entries) {
    if (!entries.isEmpty()) {
      fields.put(name, IpldMap.of(entries));
    }
  }

  private static SortedMap<String, Ipld> devices(List<GrantRow> inForce) {
    SortedMap<String, GrantRow> latest = new TreeMap<>();
    for (GrantRow grant : inForce) {
      latest.merge(
          grant.subject(),
          grant,
          (before, next) -> GrantRow.LATER.compare(next, before) > 0 ? next : before);
    }
    SortedMap<String, Ipld> devices = new TreeMap<>();
    latest.forEach(
        (did, grant) -> {
          IpldMap.Builder device = IpldMap.builder().put("grant", Ipld.of(grant.grant().cid()));
          if (!grant.name().isEmpty()) {
            device.put("name", Ipld.of(grant.name()));
          }
          devices.put(did, device.build());
        });
    return devices;
  }

  /** Who is in a circle, by these of its grants. */
  static SortedMap<String, Role> roles(EntityState circle, List<GrantRow> grants) {
    SortedMap<String, Role> roles = new TreeMap<>();
    for (GrantRow grant : grants) {
      Role role = grant.role();
      if (role != null) {
        roles.merge(grant.subject(), role, (one, other) -> one.isBelow(other) ? other : one);
      }
    }
    circle.owners().forEach(owner -> roles.put(owner.toString(), Role.OWNER));
    return roles;
  }

  /** Who is in a circle, whatever the time is. */
  SortedMap<String, Role> roles(EntityState circle) {
    return roles(circle, GrantRow::isInForce);
  }

  /** Who was in a circle at a time. */
  SortedMap<String, Role> rolesAt(EntityState circle, Timestamp time) {
    return circle.created().compareTo(time) > 0
        ? new TreeMap<>()
        : roles(circle, grant -> grant.wasInForce(time));
  }

  private SortedMap<String, Role> roles(EntityState circle, Predicate<GrantRow> which) {
    return roles(circle, grantsOf(circle.name()).stream().filter(which).toList());
  }
}
