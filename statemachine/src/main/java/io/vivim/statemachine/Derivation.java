package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Room;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was derived from what. Events cannot be derived from one another in a circle, but entities
 * can: each is met once, whatever the links say.
 */
final class Derivation {
  /** Entities that one walk meets at most, of those that the reader may see. */
  private static final int MAX_MET = 10_000;

  private final Store store;
  private final EventSource events;
  private final Definitions definitions;
  private final int mostMet;

  Derivation(Store store, EventSource events, Definitions definitions) {
    this(store, events, definitions, MAX_MET);
  }

  Derivation(Store store, EventSource events, Definitions definitions, int mostMet) {
    this.mostMet = mostMet;
    this.store = store;
    this.events = events;
    this.definitions = definitions;
  }

  List<Entity> ancestors(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return walk(view, reader, entity, (entities, state) -> parentsOf(entities, state));
    }
  }

  /** How far away the farthest ancestor is, by the shortest way to it. */
  int depth(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      EntityReader entities = new EntityReader(view, definitions);
      Sight sight = new Sight(new Disclosure(view), reader);
      Set<EntityName> met = new LinkedHashSet<>();
      entities.states(entity).forEach(state -> met.add(state.name()));
      met.removeIf(name -> !sight.maySee(name.scope()));
      List<EntityState> generation = seen(view, met);
      int depth = -1;
      while (!generation.isEmpty() && met.size() < mostMet) {
        depth++;
        Set<EntityName> parents = new LinkedHashSet<>();
        generation.forEach(state -> parents.addAll(parentsOf(entities, state)));
        parents.removeIf(parent -> !sight.maySee(parent.scope()) || !met.add(parent));
        generation = seen(view, parents);
      }
      return Math.max(depth, 0);
    }
  }

  private static List<EntityState> seen(StoreView view, Set<EntityName> names) {
    return names.stream()
        .flatMap(name -> EntityRows.find(view, name).stream())
        .filter(EntityState::isThere)
        .toList();
  }

  List<Entity> derivations(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return walk(view, reader, entity, (entities, state) -> childrenOf(entities, view, state));
    }
  }

  @FunctionalInterface
  private interface Next {
    Set<EntityName> of(EntityReader entities, EntityState state);
  }

  private List<Entity> walk(Snapshot view, Reader reader, EventId from, Next next) {
    EntityReader entities = new EntityReader(view, definitions);
    Sight sight = new Sight(new Disclosure(view), reader);
    List<Entity> found = new ArrayList<>();
    Room room = Room.of(Merging.MAX_PAGE_BYTES);
    Set<EntityName> met = new LinkedHashSet<>();
    entities.states(from).forEach(state -> met.add(state.name()));
    met.removeIf(name -> !sight.maySee(name.scope()));
    Deque<EntityName> open = new ArrayDeque<>(met);
    while (!open.isEmpty() && met.size() < mostMet && !room.isCut()) {
      EntityName at = open.remove();
      Optional<EntityState> state = EntityRows.find(view, at).filter(EntityState::isThere);
      if (state.isEmpty()) {
        continue;
      }
      if (!at.id().equals(from)) {
        found.add(entities.shown(state.get(), room));
      }
      for (EntityName other : next.of(entities, state.get())) {
        if (sight.maySee(other.scope()) && met.add(other)) {
          open.add(other);
        }
      }
    }
    return found;
  }

  /** A parent is an event, and so one of its entity; or a keyed entity, which no event names. */
  private Set<EntityName> parentsOf(EntityReader entities, EntityState state) {
    Set<EntityName> parents = new LinkedHashSet<>();
    for (String text : state.parentTexts()) {
      Optional<EventId> id = EventId.parse(text);
      Optional<DecodedEvent> event = id.flatMap(events::find);
      if (event.isPresent()) {
        parents.add(EntityName.of(event.get()));
      } else {
        id.ifPresent(key -> entities.states(key).forEach(keyed -> parents.add(keyed.name())));
      }
    }
    return parents;
  }

  private static Set<EntityName> childrenOf(
      EntityReader entities, StoreView view, EntityState state) {
    Set<EntityName> children = new LinkedHashSet<>(children(entities, view, state.id()));
    try (Scan scan = view.scan(KeyRange.startingWith(StateKeys.history(state.name())))) {
      while (scan.next()) {
        children.addAll(children(entities, view, StateKeys.lastId(scan.key())));
      }
    }
    return children;
  }

  private static List<EntityName> children(EntityReader entities, StoreView view, EventId parent) {
    List<EntityName> children = new ArrayList<>();
    String text = parent.cid().toString();
    try (Scan scan =
        view.scan(KeyRange.startingWith(StateKeys.key(StateKeys.CHILD, StateKeys.hash(text))))) {
      while (scan.next()) {
        entities.stateOf(scan.key()).map(EntityState::name).ifPresent(children::add);
      }
    }
    return children;
  }
}
