package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What was derived from what. Events cannot be derived from one another in a circle, but entities
 * can: each is met once, whatever the links say.
 */
final class Derivation {
  /** Entities that one walk meets at most besides where it begins, of those the reader may see. */
  static final int MAX_MET = 10_000;

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

  Relatives ancestors(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return relatives(new Walk(view, reader, entity), entity, this::meetParents);
    }
  }

  Relatives derivations(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return relatives(new Walk(view, reader, entity), entity, Derivation::meetChildren);
    }
  }

  /** How far away the farthest ancestor is, by the shortest way to it. */
  Generations depth(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      Walk walk = new Walk(view, reader, entity);
      int depth = -1;
      while (walk.step(this::meetParents)) {
        depth++;
      }
      return new Generations(Math.max(depth, 0), walk.isWhole);
    }
  }

  /** What to meet next, from an entity that was met. */
  @FunctionalInterface
  private interface Step {
    void from(Walk walk, EntityState state);
  }

  private static Relatives relatives(Walk walk, EventId from, Step step) {
    ShownPage page = new ShownPage(walk.entities);
    boolean isWhole = true;
    while (isWhole && !walk.open.isEmpty()) {
      EntityName name = walk.open.remove();
      Optional<EntityReader.Found> found = walk.find(name);
      if (found.isPresent() && !name.id().equals(from)) {
        isWhole = page.add(name.key(), found.get());
      }
      found.ifPresent(at -> step.from(walk, at.state()));
    }
    return new Relatives(page.ending(Optional.empty()).entities(), isWhole && walk.isWhole);
  }

  /** The entities that are met on one way, each once, of those that the reader may see. */
  private final class Walk {
    private final StoreView view;
    private final EntityReader entities;
    private final Sight sight;
    private final Set<EntityName> met = new HashSet<>();

    /** Those that were met, and not yet gone on from. */
    private final Deque<EntityName> open = new ArrayDeque<>();

    private int left = mostMet;

    /** Whether none was left out. */
    private boolean isWhole = true;

    Walk(StoreView view, Reader reader, EventId from) {
      this.view = view;
      this.entities = new EntityReader(view, definitions);
      this.sight = new Sight(new Disclosure(view), reader);
      for (EntityState state : entities.states(from)) {
        if (isNew(state.name())) {
          met.add(state.name());
          open.add(state.name());
        }
      }
    }

    void meet(EntityName name) {
      if (isNew(name)) {
        find(name).ifPresent(found -> add(found.state()));
      }
    }

    void meet(EntityState state) {
      if (isNew(state.name()) && state.isThere()) {
        add(state);
      }
    }

    private boolean isNew(EntityName name) {
      return !met.contains(name) && sight.maySee(name.scope());
    }

    private void add(EntityState state) {
      if (left == 0) {
        isWhole = false;
        return;
      }
      left--;
      met.add(state.name());
      open.add(state.name());
    }

    Optional<EntityReader.Found> find(EntityName name) {
      return entities.find(StateKeys.entity(name)).filter(found -> found.state().isThere());
    }

    /** Goes on from all that were met so far, and answers whether any of them is there. */
    boolean step(Step step) {
      boolean isAny = false;
      for (int count = open.size(); count > 0; count--) {
        Optional<EntityReader.Found> at = find(open.remove());
        at.ifPresent(found -> step.from(this, found.state()));
        isAny |= at.isPresent();
      }
      return isAny;
    }
  }

  /** A parent is an event, and so one of its entity; or a keyed entity, which no event names. */
  private void meetParents(Walk walk, EntityState state) {
    for (String text : state.parentTexts()) {
      if (!walk.isWhole) {
        return;
      }
      Optional<EventId> id = EventId.parse(text);
      Optional<DecodedEvent> event = id.flatMap(events::find);
      if (event.isPresent()) {
        walk.meet(EntityName.of(event.get()));
      } else {
        id.ifPresent(key -> walk.entities.states(key).forEach(walk::meet));
      }
    }
  }

  private static void meetChildren(Walk walk, EntityState state) {
    meetChildrenOf(state.id(), walk);
    KeyRange history = KeyRange.startingWith(StateKeys.history(state.name()));
    try (Scan scan = walk.view.scan(history)) {
      while (walk.isWhole && scan.next()) {
        meetChildrenOf(StateKeys.lastId(scan.key()), walk);
      }
    }
  }

  private static void meetChildrenOf(EventId parent, Walk walk) {
    Bytes hash = StateKeys.hash(parent.cid().toString());
    try (Scan scan = walk.view.scan(KeyRange.startingWith(StateKeys.key(StateKeys.CHILD, hash)))) {
      while (walk.isWhole && scan.next()) {
        walk.entities.stateOf(scan.key()).ifPresent(walk::meet);
      }
    }
  }
}
