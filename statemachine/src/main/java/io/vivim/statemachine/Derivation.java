package io.vivim.statemachine;

import io.vivim.events.EventId;
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
  /** Entities that one walk meets at most. */
  static final int MAX_MET = 10_000;

  private final Store store;
  private final EventSource events;
  private final Definitions definitions;

  Derivation(Store store, EventSource events, Definitions definitions) {
    this.store = store;
    this.events = events;
    this.definitions = definitions;
  }

  List<Entity> ancestors(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return walk(view, reader, entity, state -> parentsOf(state));
    }
  }

  /** How far away the farthest ancestor is, by the shortest way to it. */
  int depth(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      EntityReader entities = new EntityReader(view, definitions);
      Sight sight = new Sight(new Disclosure(view), reader);
      Set<EventId> met = new LinkedHashSet<>(Set.of(entity));
      List<EntityState> generation = seen(entities, sight, met);
      int depth = -1;
      while (!generation.isEmpty() && met.size() < MAX_MET) {
        depth++;
        Set<EventId> parents = new LinkedHashSet<>();
        generation.forEach(state -> parents.addAll(parentsOf(state)));
        parents.removeIf(parent -> !met.add(parent));
        generation = seen(entities, sight, parents);
      }
      return Math.max(depth, 0);
    }
  }

  private static List<EntityState> seen(EntityReader entities, Sight sight, Set<EventId> ids) {
    return ids.stream()
        .flatMap(id -> entities.state(id).stream())
        .filter(EntityState::isThere)
        .filter(state -> sight.maySee(state.scope()))
        .toList();
  }

  List<Entity> derivations(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return walk(view, reader, entity, state -> childrenOf(view, state));
    }
  }

  @FunctionalInterface
  private interface Next {
    Set<EventId> of(EntityState state);
  }

  private List<Entity> walk(Snapshot view, Reader reader, EventId from, Next next) {
    EntityReader entities = new EntityReader(view, definitions);
    Sight sight = new Sight(new Disclosure(view), reader);
    List<Entity> found = new ArrayList<>();
    Set<EventId> met = new LinkedHashSet<>(Set.of(from));
    Deque<EventId> open = new ArrayDeque<>(met);
    while (!open.isEmpty() && met.size() < MAX_MET) {
      EventId at = open.remove();
      Optional<EntityState> state =
          entities
              .state(at)
              .filter(EntityState::isThere)
              .filter(each -> sight.maySee(each.scope()));
      if (state.isEmpty()) {
        continue;
      }
      if (!at.equals(from)) {
        found.add(entities.shown(state.get()));
      }
      for (EventId other : next.of(state.get())) {
        if (met.add(other)) {
          open.add(other);
        }
      }
    }
    return found;
  }

  /** A parent is an event, and so one of its entity; or a keyed entity, which no event names. */
  private Set<EventId> parentsOf(EntityState state) {
    Set<EventId> parents = new LinkedHashSet<>();
    for (String text : state.parents()) {
      EventId.parse(text)
          .ifPresent(id -> parents.add(events.find(id).map(event -> event.entity()).orElse(id)));
    }
    return parents;
  }

  private static Set<EventId> childrenOf(StoreView view, EntityState state) {
    Set<EventId> children = new LinkedHashSet<>(children(view, state.id()));
    try (Scan scan = view.scan(KeyRange.startingWith(StateKeys.history(state.id())))) {
      while (scan.next()) {
        children.addAll(children(view, StateKeys.lastId(scan.key())));
      }
    }
    return children;
  }

  private static List<EventId> children(StoreView view, EventId parent) {
    List<EventId> children = new ArrayList<>();
    KeyRange range =
        KeyRange.startingWith(
            StateKeys.key(StateKeys.CHILD, StateKeys.hash(parent.cid().toString())));
    try (Scan scan = view.scan(range)) {
      while (scan.next()) {
        children.add(StateKeys.lastId(scan.key()));
      }
    }
    return children;
  }
}
