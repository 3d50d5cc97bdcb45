package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the events came to, for whoever asks. Each answer is for a reader and holds nothing that the
 * reader may not see; what is not there and what may not be seen are answered alike. Any thread may
 * ask.
 */
public final class State {
  /** Entities that are looked up for a list at once, or events for an explanation. */
  private static final int MANY = 10_000;

  private final Store store;
  private final EventSource events;
  private final Definitions definitions;
  private final int mostLooks;

  /**
   * @param store where the log and the state lie
   * @param events the log in it
   */
  public State(Store store, EventSource events) {
    this(store, events, Merging.MAX_LOOKS);
  }

  /**
   * @param mostLooks rows that a page looks at of each section
   */
  State(Store store, EventSource events, int mostLooks) {
    this.store = store;
    this.events = events;
    this.definitions = new Definitions(events::find);
    this.mostLooks = mostLooks;
  }

  /** The last position of the log that is in the state. */
  public long position() {
    return StateMeta.position(store);
  }

  /** What is held of an event, by all that is in the state by now; nothing of an unknown one. */
  public Optional<Verdict> verdict(EventFacts event) {
    return store
        .get(StateKeys.history(EntityName.of(event), event.timestamp(), event.id()))
        .flatMap(Verdict::decode);
  }

  /**
   * What would be held of an event if it came now, by the rules by which it is folded.
   *
   * @param event one that is not in the log, though all of its causes are
   */
  public Verdict foreseen(DecodedEvent event, Authority authority) {
    try (Snapshot view = store.snapshot()) {
      return StateMachine.foresee(event, view, events, authority);
    }
  }

  /** Whether a reader may see what is in a scope, now. */
  public boolean maySee(Reader reader, LogScope scope) {
    return new Disclosure(store).maySee(reader, scope);
  }

  /**
   * The event that makes somebody a member of a circle, now: of several the last one with the
   * highest role. The owner has none.
   */
  public Optional<EventId> membership(DidKey identity, EventId circle, Instant now) {
    return new Disclosure(store).membership(identity, circle, now).map(GrantRow::grant);
  }

  /** The events that give somebody a role in a circle, as far as nobody took it back. */
  public Map<EventId, Role> memberships(DidKey identity, EventId circle) {
    return new Disclosure(store).memberships(identity, circle);
  }

  /** Whether a circle is somebody's own. */
  public boolean owns(DidKey identity, EventId circle) {
    return new Disclosure(store).owns(identity, circle);
  }

  /** The last event that makes a key a device of an identity, for what it does in a scope. */
  public Optional<EventId> device(DidKey device, DidKey identity, LogScope scope) {
    return new Disclosure(store).device(device, identity, scope).map(GrantRow::grant);
  }

  /** Whether a grant of an entity counts and was not taken back; nothing of what is none. */
  public Optional<Boolean> isInForce(Reader reader, EntityName entity, EventId grant) {
    return maySee(reader, entity.scope())
        ? new Disclosure(store).grant(entity, grant).map(GrantRow::isInForce)
        : Optional.empty();
  }

  /** The model by which entities of a kind fold, of an application's by this definition. */
  public Model model(Kind kind, Optional<EventId> definition) {
    return kind.isInCatalogue()
        ? Model.builtIn(kind)
        : definition
            .flatMap(definitions::find)
            .filter(defined -> defined.kind().equals(kind))
            .map(ModelDefinition.Defined::model)
            .orElse(Model.generic());
  }

  /** An entity, also one that is gone. */
  public Optional<Entity> entity(Reader reader, EventId id) {
    // Most are public and lie in one row; and there whoever asks for one is sure to see it.
    Optional<EntityState> open =
        EntityRows.findInOneRow(store, new EntityName(id, LogScope.PUBLIC))
            .filter(EntityState::isThere);
    if (open.isPresent()) {
      return open.map(reader(store)::shown);
    }
    try (Snapshot view = store.snapshot()) {
      return visible(view, reader, id).map(reader(view)::shown);
    }
  }

  /** The entity of a name, whatever else has its id. */
  public Optional<Entity> entity(Reader reader, EntityName name) {
    try (Snapshot view = store.snapshot()) {
      return EntityRows.find(view, name)
          .filter(EntityState::isThere)
          .filter(state -> new Disclosure(view).maySee(reader, state.scope()))
          .map(reader(view)::shown);
    }
  }

  /**
   * Whether several disagree about a field of an entity, which tells it also of an entity that is
   * too large to be shown with that field.
   */
  public boolean isDisputed(Reader reader, EntityName name, String field) {
    try (Snapshot view = store.snapshot()) {
      return EntityRows.find(view, name)
          .filter(EntityState::isThere)
          .filter(state -> new Disclosure(view).maySee(reader, state.scope()))
          .map(state -> new Shown(state, definitions.of(state)))
          .filter(shown -> !shown.disputed(field, shown.entity().fields().get(field)).isEmpty())
          .isPresent();
    }
  }

  /** The digests of all scopes, of this moment; to be closed by who asked for them. */
  public StateDigests digests(Reader reader) {
    return StateDigests.of(store.snapshot(), reader);
  }

  private EntityReader reader(StoreView view) {
    return new EntityReader(view, definitions);
  }

  private Optional<EntityState> visible(StoreView view, Reader reader, EventId id) {
    Optional<EntityState> open =
        EntityRows.find(view, new EntityName(id, LogScope.PUBLIC)).filter(EntityState::isThere);
    if (open.isPresent()) {
      return open;
    }
    return ofId(view, reader, id).filter(EntityState::isThere);
  }

  /**
   * The entity of an id that a reader may see. Anybody can write of any id in a scope of their own;
   * where there are several, the one of the event that has the id comes first.
   */
  private Optional<EntityState> ofId(StoreView view, Reader reader, EventId id) {
    Disclosure disclosure = new Disclosure(view);
    List<EntityState> all =
        reader(view).states(id).stream()
            .filter(state -> disclosure.maySee(reader, state.scope()))
            .toList();
    if (all.size() < 2) {
      return all.stream().findFirst();
    }
    Optional<LogScope> named =
        events.find(id).filter(event -> event.entity().equals(id)).map(DecodedEvent::logScope);
    return all.stream()
        .filter(state -> named.equals(Optional.of(state.scope())))
        .findFirst()
        .or(() -> all.stream().filter(EntityState::isThere).findFirst())
        .or(() -> all.stream().findFirst());
  }

  /**
   * The entities that are looked for, a page at a time.
   *
   * @param after where the page before said that it goes on
   */
  public EntityPage query(Reader reader, Query query, @Nullable Bytes after, int limit) {
    return query(reader, query, any -> true, after, limit);
  }

  /** Likewise, of those that count; the others are looked at, as hidden ones are. */
  EntityPage query(
      Reader reader, Query query, Predicate<EntityState> counts, @Nullable Bytes after, int limit) {
    try (Snapshot view = store.snapshot()) {
      Disclosure disclosure = new Disclosure(view);
      Sight sight = new Sight(disclosure, reader);
      Merging merging = new Merging(view, reader(view), sight, mostLooks, after, limit);
      Predicate<EntityState> found = state -> query.matches(state, referenceOf(state));
      for (Bytes section : disclosure.sectionsOf(reader, query.scope())) {
        merging.take(query.prefix(section), found.and(counts));
      }
      return merging.page();
    }
  }

  /** Moves behind a key, which may be gone since. */
  private static boolean isBehind(Scan scan, Bytes after) {
    return scan.seek(after) && (!scan.key().equals(after) || scan.next());
  }

  private Optional<String> referenceOf(EntityState state) {
    return ViewRows.referenceOf(new Shown(state, definitions.of(state)));
  }

  /**
   * The events of an entity, by time, with what was held of each, a page at a time; empty where
   * there is no such entity, or {@code after} is none of its events.
   *
   * @param after the event behind which it goes on
   * @param limit at least 1
   */
  public Optional<HistoryPage> history(
      Reader reader, EventId entity, @Nullable EventId after, int limit) {
    try (Snapshot view = store.snapshot()) {
      return ofId(view, reader, entity)
          .map(state -> new HistoryRows(view, state.name()))
          .flatMap(
              rows ->
                  after == null
                      ? Optional.of(rows.first(limit))
                      : events.find(after).flatMap(event -> rows.behind(event, limit)));
    }
  }

  /** How an entity came to be what it is, or why none of its events counts. */
  public Optional<Explanation> explain(Reader reader, EventId entity) {
    try (Snapshot view = store.snapshot()) {
      return ofId(view, reader, entity)
          .map(
              state ->
                  new Explaining(
                          events,
                          reader(view),
                          state,
                          definitions.of(state),
                          new HistoryRows(view, state.name()).first(MANY))
                      .explain());
    }
  }

  /** Who is in a circle and whom nobody removed, with what role, whatever the time is. */
  public SortedMap<String, Role> members(Reader reader, EventId circle) {
    return members(reader, circle, EntityReader::roles);
  }

  /**
   * Who was in a circle at a time, with what role, as far as is known today. Whose membership had
   * not begun then, or had run out, was not in it.
   */
  public SortedMap<String, Role> members(Reader reader, EventId circle, Timestamp at) {
    return members(reader, circle, (entities, state) -> entities.rolesAt(state, at));
  }

  private SortedMap<String, Role> members(
      Reader reader,
      EventId circle,
      BiFunction<EntityReader, EntityState, SortedMap<String, Role>> roles) {
    try (Snapshot view = store.snapshot()) {
      return visible(view, reader, circle)
          .filter(state -> state.kind().equals("circle"))
          .map(state -> roles.apply(reader(view), state))
          .orElseGet(TreeMap::new);
    }
  }

  /** The entities about which writers disagree, in a scope. */
  public EntityPage conflicts(Reader reader, LogScope scope, @Nullable Bytes after, int limit) {
    return inScope(StateKeys.CONFLICT, reader, scope, after, limit);
  }

  /** What is to be read in a scope, the newest first. */
  public EntityPage feed(Reader reader, LogScope scope, @Nullable Bytes after, int limit) {
    return inScope(StateKeys.FEED, reader, scope, after, limit);
  }

  private EntityPage inScope(
      int table, Reader reader, LogScope scope, @Nullable Bytes after, int limit) {
    try (Snapshot view = store.snapshot()) {
      if (!new Disclosure(view).maySee(reader, scope)) {
        return new EntityPage(List.of(), Optional.empty());
      }
      EntityReader entities = reader(view);
      ShownPage page = new ShownPage(entities);
      KeyRange range = KeyRange.startingWith(StateKeys.key(table, StateKeys.hash(scope.text())));
      try (Scan scan = view.scan(range)) {
        boolean isThere = after == null ? scan.next() : isBehind(scan, after);
        for (; isThere; isThere = scan.next()) {
          Optional<EntityReader.Found> found =
              entities.find(scan.key()).filter(each -> each.state().scope().equals(scope));
          Bytes mark = scan.key().compact();
          if (found.isPresent() && !page.add(mark, found.get())) {
            return page.endingEarly();
          } else if (page.size() == limit) {
            return page.ending(Optional.of(mark));
          }
        }
      }
      return page.ending(Optional.empty());
    }
  }

  /** How many entities of a kind refer to something, as far as the reader sees them. */
  public long count(Reader reader, String kind, String target) {
    Query query = Query.ofKind(kind).about(target);
    try (Snapshot view = store.snapshot()) {
      Disclosure disclosure = new Disclosure(view);
      Sight sight = new Sight(disclosure, reader);
      EntityReader entities = reader(view);
      long count = 0;
      for (Bytes section : disclosure.sectionsOf(reader)) {
        try (Scan scan = view.scan(KeyRange.startingWith(query.prefix(section)))) {
          while (scan.next()) {
            Optional<EntityState> found = entities.stateOf(scan.key());
            count +=
                found
                    .filter(state -> sight.maySee(state.scope()))
                    .filter(state -> query.matches(state, referenceOf(state)))
                    .stream()
                    .count();
          }
        }
      }
      return count;
    }
  }

  /** Whether two are friends, pending, rejected or blocked, by the friendships of one of them. */
  public List<Entity> friendships(Reader reader, DidKey one) {
    return query(reader, Query.ofKind("friend").by(one), null, MANY).entities();
  }

  /** Who follows whom, who are friends, and how many. */
  public Social social() {
    return new Social(this, definitions);
  }

  /** What somebody and those around them wrote. */
  public Feed feed() {
    return new Feed(store, definitions);
  }

  /** Who may read what, and why. */
  public Sharing sharing() {
    return new Sharing(store, definitions, this);
  }

  /** How many generations of ancestors an entity has, as far as the reader sees them. */
  public Generations depth(Reader reader, EventId entity) {
    return new Derivation(store, events, definitions).depth(reader, entity);
  }

  /** The entities that were derived from an entity. */
  public Relatives derivations(Reader reader, EventId entity) {
    return new Derivation(store, events, definitions).derivations(reader, entity);
  }

  /** The entities that an entity was derived from, the nearest first, each once. */
  public Relatives ancestors(Reader reader, EventId entity) {
    return new Derivation(store, events, definitions).ancestors(reader, entity);
  }
}
