package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folds events into entities: whatever a commit of the log changes in the state it puts into the
 * same commit. For the one thread that writes the log.
 *
 * <p>Most events change the one entity that they belong to. One that takes a right away, or comes
 * late, can change what others count for; then the entities of those are folded anew from their
 * histories.
 */
public final class StateMachine {
  private final Rows rows;
  private final Events events;
  private final Removals removals;
  private final Grounds grounds;
  private final Models models;
  private final EntityFold fold;
  private final Entities entities;
  private final Refolds refolds;
  private long position;

  /** The erase events judged by the last commit, and whether each is void; any thread may ask. */
  private volatile Map<EventId, Boolean> erasures = Map.of();

  /** Entities to be folded anew at the end of the commit. */
  private final Set<EntityName> dirty = new LinkedHashSet<>();

  /** Erase events that the commit may judge otherwise than an earlier one did. */
  private final Set<DecodedEvent> rejudged = new LinkedHashSet<>();

  /** Sees to it that the state in a store can be gone on from, or begun. */
  public static void prepare(Store store) {
    StateMeta.prepare(store);
  }

  /**
   * The same for a log that forgot payloads with age. Where it did so since the state was folded,
   * nothing of that is in the state any longer: it begins anew.
   *
   * @param forgottenTo the last position of which the payload may be forgotten
   */
  public static void prepare(Store store, long forgottenTo) {
    StateMeta.prepare(store);
    StateMeta.prepareFor(store, forgottenTo);
  }

  /**
   * Lets go of all of the state, for it to be folded from the log anew; where that was begun and
   * broken off, goes on behind what was folded by then.
   */
  public static void rebuild(Store store) {
    StateMeta.prepare(store);
    if (!StateMeta.isRebuilding(store)) {
      StateMeta.clear(store);
    }
  }

  /** Where the rows of the state lie; they have copies of what payloads say. */
  public static KeyRange rows() {
    return StateKeys.all();
  }

  /** Takes note that all of the log is folded; whoever rebuilds next begins anew. */
  public static void whole(Store store) {
    StateMeta.whole(store);
  }

  /**
   * @param store where the state lies, which was prepared; it is only read here
   * @param source the log in the same store
   */
  public StateMachine(StoreView store, EventSource source, Authority authority) {
    this(store, source, authority, Entities.MAX_ELEMENT_BYTES);
  }

  /**
   * @param mostElementBytes elements of a field that come to more get rows of their own
   */
  StateMachine(StoreView store, EventSource source, Authority authority, int mostElementBytes) {
    this(store, source, authority, mostElementBytes, FirstParts.MAX_AT_HAND);
  }

  private StateMachine(
      StoreView store,
      EventSource source,
      Authority authority,
      int mostElementBytes,
      int mostAtHand) {
    this.rows = new Rows(store);
    this.events = new Events(source);
    this.removals = new Removals(rows, events, authority, mostAtHand);
    this.grounds = new Grounds(events, removals);
    this.models = new Models(events, removals);
    this.fold = new EntityFold(events, mostElementBytes);
    this.entities = new Entities(rows, models, mostElementBytes);
    this.refolds = new Refolds(rows, Refolds.MAX_ROWS);
    this.position = StateMeta.position(store);
  }

  /**
   * What would be held of an event that is in no log, were it folded now. Its causes have to be in
   * the log.
   *
   * @param view the state at one moment
   */
  static Verdict foresee(
      DecodedEvent event, StoreView view, EventSource source, Authority authority) {
    // For one event alone, what is in the tables is asked for and not taken into memory.
    StateMachine machine = new StateMachine(view, source, authority, Entities.MAX_ELEMENT_BYTES, 0);
    return machine.foresee(event);
  }

  private Verdict foresee(DecodedEvent event) {
    events.add(event);
    EntityState before =
        entities
            .find(EntityName.of(event))
            .filter(state -> !saysKind(event, state))
            .orElseGet(() -> begin(event));
    EntityState named = shown(before, event);
    EntityState seen = seenBy(event, named.withModel(goesOn(named, event).orElse(null)));
    return grounds.judge(event, seen, models.of(seen));
  }

  /** The last position of the log that is folded. */
  public long position() {
    return position;
  }

  /**
   * Every follower has come to a position for good: no crash takes one back behind it. Any thread
   * may tell.
   */
  public void passed(long followed) {
    refolds.passed(followed);
  }

  /**
   * Folds what a commit adds.
   *
   * @param batch the commit; what changes in the state is added to it
   * @return what is named by erase events of earlier commits that are void now and were not, or the
   *     other way
   */
  public Set<EventId> fold(Changes changes, Batch batch) {
    removals.begin(changes);
    changes.appended().forEach(events::add);
    changes.restored().forEach(events::add);
    entities.expect(changes.appended());
    changes.forks().forEach(removals::fork);
    for (DecodedEvent event : changes.appended()) {
      removals.arrive(event);
      take(event);
    }
    changes.restored().forEach(event -> dirty.add(EntityName.of(event)));
    Set<EntityName> refolded = settle();
    Set<EventId> questioned = judgeErasures(changes.appended());
    Set<EntityName> changed = entities.finish();
    note(refolded, changed, changes);
    position = changes.position();
    rows.put(StateKeys.meta(StateMeta.POSITION), StateKeys.number(position));
    rows.flush(batch);
    removals.committed();
    events.committed();
    return questioned;
  }

  /** Judges the erase events of the commit, and those of others whose lot it changed. */
  private Set<EventId> judgeErasures(List<DecodedEvent> appended) {
    Map<EventId, Boolean> judged = new HashMap<>();
    Stream.concat(appended.stream(), rejudged.stream())
        .filter(StateMachine::isErasure)
        .forEach(event -> judged.put(event.id(), removals.ended(event).isPresent()));
    erasures = Map.copyOf(judged);
    Set<EventId> targets = new HashSet<>();
    rejudged.forEach(event -> RemovalRules.termsOf(event).link("target").ifPresent(targets::add));
    rejudged.clear();
    return targets;
  }

  private static boolean isErasure(DecodedEvent event) {
    return event.header().type().equals(EventType.ERASE);
  }

  /** Whether an erase event that the last commit judged is void; nothing of any other. */
  public Optional<Boolean> isVoidErasure(EventId event) {
    return Optional.ofNullable(erasures.get(event));
  }

  private void take(DecodedEvent event) {
    EntityName entity = EntityName.of(event);
    Bytes row = rowOf(event);
    Optional<EntityState> before = entities.find(entity);
    if (dirty.contains(entity) || (before.isPresent() && changesAll(before.get(), event))) {
      dirty.add(entity);
      rows.put(row, Verdict.UNJUDGED);
      return;
    }
    Part part = part(before.orElseGet(() -> begin(event)), event);
    rows.put(row, part.verdict().encode());
    entities.put(part.after());
  }

  /** An event's part in what its entity becomes. */
  private record Part(Verdict verdict, EntityState after) {}

  private Part part(EntityState state, DecodedEvent event) {
    EntityState seen = seenBy(event, state);
    Model model = models.of(seen);
    Verdict verdict = grounds.judge(event, seen, model);
    return new Part(
        verdict,
        fold.with(
            state,
            event,
            verdict.counts(),
            model,
            id -> grounds.isStrange(events.cause(id), state)));
  }

  /**
   * Of whom nobody has shown yet what it is, for this event that is what the event takes it for.
   */
  private static EntityState seenBy(DecodedEvent event, EntityState state) {
    return state.owners().isEmpty() ? state.withKind(Kind.of(event.header().type()).name()) : state;
  }

  private EntityState begin(DecodedEvent event) {
    Optional<DecodedEvent> named = events.naming(event);
    EntityState empty = shown(EntityFold.begin(event, named), event);
    EntityState begun = named.flatMap(models::begins).map(empty::withModel).orElse(empty);
    return begun.withModel(goesOn(begun, event).orElse(null));
  }

  /** The definition that an entity goes on with; strangers say nothing of that. */
  private Optional<EventId> goesOn(EntityState state, DecodedEvent event) {
    return state.model() == null || grounds.isStrange(event, state)
        ? Optional.ofNullable(state.model())
        : models.goesOn(state.model(), event);
  }

  private EntityState shown(EntityState state, DecodedEvent event) {
    boolean isUnknown = state.owners().isEmpty();
    return isUnknown && grounds.shows(event) ? EntityFold.shownBy(event, state) : state;
  }

  /** Whether with this event others of the entity are to be read in another light. */
  private boolean changesAll(EntityState state, DecodedEvent event) {
    if (event.id().equals(state.id()) || (state.owners().isEmpty() && grounds.shows(event))) {
      return true;
    }
    return saysKind(event, state)
        || !goesOn(state, event).equals(Optional.ofNullable(state.model()));
  }

  /**
   * Whether an event may make another kind of an entity whose key is hidden: the oldest event that
   * is not void says what that is, and of void ones alone the oldest.
   */
  private boolean saysKind(DecodedEvent event, EntityState state) {
    Kind kind = Kind.of(event.header().type());
    boolean isHidden = kind.mayHaveKey() && event.logScope().isOwned();
    if (!isHidden || kind.name().equals(state.kind())) {
      return false;
    }
    EntityState.First own = new EntityState.First(event.header().timestamp(), event.id());
    return own.compareTo(state.first()) < 0
        || (!isVoid(event) && isVoid(events.cause(state.first().event())));
  }

  private boolean isVoid(DecodedEvent event) {
    return removals.ended(event).isPresent();
  }

  /** Folds anew what has to be, and answers what that was. */
  private Set<EntityName> settle() {
    Set<EventId> grants = removals.settle(this::stored, this::changed);
    for (EntityName entity : dirty) {
      foldAnew(entity);
    }
    Set<EntityName> refolded = Set.copyOf(dirty);
    dirty.clear();
    grants.forEach(this::writeGrant);
    return refolded;
  }

  private void changed(DecodedEvent event) {
    dirty.add(EntityName.of(event));
    if (isErasure(event)) {
      rejudged.add(event);
    }
  }

  /**
   * Tells followers what they do not see from the events: entities that changed without an event of
   * theirs, and those that were folded anew, whose events may lie before where a follower is. A
   * commit that adds no event tells it at the position of the next.
   */
  private void note(Set<EntityName> refolded, Set<EntityName> changed, Changes changes) {
    Set<EntityName> noted = new LinkedHashSet<>(changed);
    changes.appended().forEach(event -> noted.remove(EntityName.of(event)));
    noted.addAll(refolded);
    refolds.add(changes.appended().isEmpty() ? changes.position() + 1 : changes.position(), noted);
  }

  private Optional<Verdict> stored(DecodedEvent event) {
    return rows.get(rowOf(event)).flatMap(Verdict::decode);
  }

  private static Bytes rowOf(DecodedEvent event) {
    return StateKeys.history(EntityName.of(event), event.header().timestamp(), event.id());
  }

  /** Folds the whole history of an entity; by time, which causes come first in. */
  private void foldAnew(EntityName entity) {
    Replay history = new Replay(rows, entity, events);
    if (history.isEmpty()) {
      return;
    }
    for (DecodedEvent event : history) {
      if (Kind.of(event.header().type()).mayBeEither()) {
        // Whether it had to rely on anything shows only now, where the first event came last.
        removals.rely(event);
      }
    }
    EntityState state = begin(oldest(history));
    for (DecodedEvent event : history) {
      state = shown(state, event);
    }
    if (state.model() != null) {
      for (DecodedEvent event : history) {
        state = state.withModel(goesOn(state, event).orElse(null));
      }
    }
    for (DecodedEvent event : history) {
      Part part = part(state, event);
      state = part.after();
      rows.put(rowOf(event), part.verdict().encode());
    }
    entities.put(state);
  }

  /** The oldest event of a history that is not void, where there is one. */
  private DecodedEvent oldest(Replay history) {
    for (DecodedEvent event : history) {
      if (!isVoid(event)) {
        return event;
      }
    }
    return history.iterator().next();
  }

  /** Notes how a grant stands. */
  private void writeGrant(EventId id) {
    Optional<DecodedEvent> found = events.find(id);
    if (found.isEmpty() || !RemovalRules.isGrant(found.get().header().type())) {
      return;
    }
    DecodedEvent event = found.get();
    GrantRow grant = GrantRow.of(event, removals.hasEffect(event), removals.removersOf(id));
    EntityName entity = EntityName.of(event);
    rows.put(StateKeys.key(StateKeys.GRANT, entity.key(), id.digest()), grant.encode());
    if (!grant.subject().isEmpty()) {
      Bytes subject = StateKeys.hash(grant.subject());
      rows.put(
          StateKeys.key(StateKeys.SUBJECT, subject, entity.key(), id.digest()), grant.encode());
    }
    entities.touch(entity);
  }
}
