package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events are void or erased, in the light of everything in the log, and whose lot an event
 * that comes now can change. The writer's.
 *
 * <p>What is kept in rows says which event relies on, removes, lists or erases which; whether it
 * does so with effect is worked out when it is asked for, from the highest rank down.
 */
final class Removals {
  private static final Bytes THERE = Bytes.EMPTY;

  private final Rows rows;
  private final Events events;
  private final RemovalRules rules;

  /** What the rows speak of, so that most events ask no row. */
  private final Set<EventId> removed = new HashSet<>();

  private final Set<EventId> listed = new HashSet<>();
  private final Set<EventId> erased = new HashSet<>();
  private final Set<Bytes> forked = new HashSet<>();
  private final Map<Bytes, Set<EventId>> watched = new HashMap<>();

  /** Grants on whose dependents something may have changed since the last {@link #settle}. */
  private final Set<EventId> stirred = new LinkedHashSet<>();

  /** Events whose grounds may have changed for other reasons. */
  private final Set<EventId> unsure = new LinkedHashSet<>();

  private final Set<EventId> touchedGrants = new LinkedHashSet<>();
  private final Map<EventId, Optional<Ended>> known = new HashMap<>();

  Removals(Rows rows, Events events, Authority authority) {
    this.rows = rows;
    this.events = events;
    this.rules = new RemovalRules(events, authority);
    firsts(StateKeys.REMOVES, removed);
    firsts(StateKeys.UNTIL, listed);
    firsts(StateKeys.ERASES, erased);
    int at = StateKeys.table(StateKeys.FORKED).size();
    rows.startingWith(StateKeys.table(StateKeys.FORKED))
        .forEach(row -> forked.add(row.key().from(at).compact()));
    rows.startingWith(StateKeys.table(StateKeys.WATCHED))
        .forEach(
            row -> {
              Bytes chain = row.key().slice(at, at + StateKeys.HASH_BYTES).compact();
              watched
                  .computeIfAbsent(chain, any -> new HashSet<>())
                  .add(StateKeys.lastId(row.key()));
            });
  }

  private void firsts(int table, Set<EventId> ids) {
    int at = StateKeys.table(table).size();
    rows.startingWith(StateKeys.table(table))
        .forEach(
            row -> ids.add(new EventId(row.key().slice(at, at + EventId.DIGEST_BYTES).compact())));
  }

  RemovalRules rules() {
    return rules;
  }

  /** A signer gave one place of a log to two events. */
  void fork(DecodedEvent event) {
    Bytes chain = StateKeys.chain(event.header().signer(), event.logScope());
    if (forked.add(chain)) {
      rows.put(StateKeys.key(StateKeys.FORKED, chain), THERE);
    }
    stirChain(chain);
  }

  /** Takes note of what an event that comes now has to do with others. */
  void arrive(DecodedEvent event) {
    EventHeader header = event.header();
    EventType type = header.type();
    rely(event);
    if (!type.isInCatalogue()) {
      citesModels(event);
    }
    if (RemovalRules.isGrant(type)) {
      touchedGrants.add(event.id());
    }
    if (RemovalRules.isRemoval(type)) {
      remove(event);
    }
    if (type.equals(EventType.ERASE)) {
      RemovalRules.termsOf(event).link("target").ifPresent(target -> erase(target, event.id()));
    }
    if (listed.contains(event.id())) {
      for (EventId removal : seconds(StateKeys.UNTIL, event.id())) {
        watch(event, removal);
        stirred.addAll(rules.removedBy(events.cause(removal)));
      }
      known.clear();
    }
    if (!forked.isEmpty() && !watched.isEmpty()) {
      Bytes chain = StateKeys.chain(header.signer(), event.logScope());
      if (forked.contains(chain)) {
        stirChain(chain);
      }
    }
  }

  /** Notes what an event relies on. */
  void rely(DecodedEvent event) {
    if (!event.header().auth().isEmpty()) {
      for (EventId grant : rules.reliesOn(event)) {
        rows.put(StateKeys.pair(StateKeys.RELIES, grant, event.id()), THERE);
      }
    }
  }

  private void citesModels(DecodedEvent event) {
    for (EventId cited : event.header().auth()) {
      if (Kind.of(events.header(cited).type()).name().equals("model")) {
        rows.put(StateKeys.pair(StateKeys.CITES, cited, event.id()), THERE);
      }
    }
  }

  private void remove(DecodedEvent removal) {
    boolean isLeave = Authority.isLeave(removal);
    List<EventId> grants = rules.removedBy(removal);
    for (EventId grant : grants) {
      rows.put(StateKeys.pair(StateKeys.REMOVES, grant, removal.id()), THERE);
      removed.add(grant);
      stirred.add(grant);
    }
    if (isLeave) {
      watch(removal, removal.id());
    } else {
      for (EventId last : RemovalRules.termsOf(removal).links("until")) {
        rows.put(StateKeys.pair(StateKeys.UNTIL, last, removal.id()), THERE);
        listed.add(last);
        events.find(last).ifPresent(here -> watch(here, removal.id()));
      }
    }
    known.clear();
  }

  /** From now on events of this log may matter to what a removal ends. */
  private void watch(DecodedEvent event, EventId removal) {
    Bytes chain = StateKeys.chain(event.header().signer(), event.logScope());
    if (watched.computeIfAbsent(chain, any -> new HashSet<>()).add(removal)) {
      rows.put(StateKeys.key(StateKeys.WATCHED, chain, removal.digest()), THERE);
    }
  }

  private void stirChain(Bytes chain) {
    for (EventId removal : watched.getOrDefault(chain, Set.of())) {
      stirred.addAll(rules.removedBy(events.cause(removal)));
      known.clear();
    }
  }

  private void erase(EventId target, EventId erase) {
    rows.put(StateKeys.pair(StateKeys.ERASES, target, erase), THERE);
    erased.add(target);
    events.forget(target);
    unsure.add(target);
  }

  private List<EventId> seconds(int table, EventId first) {
    return rows.startingWith(StateKeys.of(table, first)).stream()
        .map(row -> StateKeys.lastId(row.key()))
        .toList();
  }

  /** Why an event is void, if it is. */
  Optional<Ended> ended(DecodedEvent event) {
    if (removed.isEmpty() || event.header().auth().isEmpty()) {
      return Optional.empty();
    }
    Optional<Ended> before = known.get(event.id());
    if (before == null) {
      before = end(event);
      known.put(event.id(), before);
    }
    return before;
  }

  private Optional<Ended> end(DecodedEvent event) {
    @Nullable EventId left = null;
    @Nullable EventId gone = null;
    boolean isRemoval = RemovalRules.isRemoval(event.header().type()) && !Authority.isLeave(event);
    int rank = isRemoval ? rules.rankOf(event) : Integer.MIN_VALUE;
    for (EventId grant : reliance(event)) {
      if (!removed.contains(grant)) {
        continue;
      }
      for (EventId id : seconds(StateKeys.REMOVES, grant)) {
        DecodedEvent removal = events.cause(id);
        boolean isLeave = Authority.isLeave(removal);
        if (isLeave) {
          // It ends what comes after it whether or not it is void itself, or two leaves and two
          // removals could hang on one another in a circle.
          left = rules.isAfter(removal, event) ? lower(left, id) : left;
        } else if (rules.rankOf(removal) > rank
            && !rules.accepts(removal, event)
            && hasEffect(removal)
            && !isReplaced(removal, grant)) {
          gone = lower(gone, id);
        }
      }
    }
    if (gone != null) {
      return Optional.of(new Ended(Ground.REMOVED, gone));
    }
    return Optional.ofNullable(left).map(by -> new Ended(Ground.LEFT, by));
  }

  private static EventId lower(@Nullable EventId one, EventId other) {
    return one == null || other.compareTo(one) < 0 ? other : one;
  }

  /** All grants that an event relies on, directly or through others. */
  private Set<EventId> reliance(DecodedEvent event) {
    Set<EventId> all = new LinkedHashSet<>();
    Deque<DecodedEvent> open = new ArrayDeque<>(List.of(event));
    for (DecodedEvent at = open.poll(); at != null; at = open.poll()) {
      if (!at.header().auth().isEmpty()) {
        for (EventId grant : rules.reliesOn(at)) {
          if (all.add(grant)) {
            open.add(events.cause(grant));
          }
        }
      }
    }
    return all;
  }

  /** Whether an event of a control type is one whose word counts. */
  boolean hasEffect(DecodedEvent control) {
    return ended(control).isEmpty() && RemovalRules.isSound(control);
  }

  /** Whether a later removal of the same grant says in this one's place what it accepts. */
  private boolean isReplaced(DecodedEvent removal, EventId grant) {
    int rank = rules.rankOf(removal);
    for (EventId id : seconds(StateKeys.REMOVES, grant)) {
      DecodedEvent other = events.cause(id);
      if (!id.equals(removal.id())
          && !Authority.isLeave(other)
          && other.header().version() > removal.header().version()
          && rules.rankOf(other) >= rank
          && Lineage.reaches(other.header(), removal.id(), events)
          && hasEffect(other)) {
        return true;
      }
    }
    return false;
  }

  /** The removals with effect of a grant. */
  List<DecodedEvent> removersOf(EventId grant) {
    if (!removed.contains(grant)) {
      return List.of();
    }
    return seconds(StateKeys.REMOVES, grant).stream()
        .map(events::cause)
        .filter(this::hasEffect)
        .toList();
  }

  /** The erase event that takes an event away, if one does. */
  Optional<EventId> erasedBy(DecodedEvent event) {
    if (!erased.contains(event.id()) || event.header().type().isControl()) {
      return Optional.empty();
    }
    return seconds(StateKeys.ERASES, event.id()).stream()
        .filter(id -> isErasedBy(event, events.cause(id)))
        .findFirst();
  }

  private boolean isErasedBy(DecodedEvent target, DecodedEvent erase) {
    if (!erase.logScope().equals(target.logScope()) || ended(erase).isPresent()) {
      return false;
    }
    return erase.header().author().equals(target.header().author())
        || events
            .naming(target)
            .map(first -> first.header().author().equals(erase.header().author()))
            .orElse(false);
  }

  /**
   * Follows everything that arrived since the last time to the events whose lot it may have
   * changed.
   *
   * @param changed is told of each event that has to be judged anew
   * @return the grants that may have come or gone
   */
  Set<EventId> settle(GroundOf stored, Consumer<DecodedEvent> changed) {
    Set<EventId> seen = new HashSet<>();
    while (!stirred.isEmpty()) {
      EventId grant = stirred.iterator().next();
      stirred.remove(grant);
      touchedGrants.add(grant);
      Deque<EventId> open = new ArrayDeque<>(List.of(grant));
      for (EventId at = open.poll(); at != null; at = open.poll()) {
        for (EventId dependent : seconds(StateKeys.RELIES, at)) {
          if (seen.add(dependent)) {
            open.add(dependent);
            review(events.cause(dependent), stored, changed);
          }
        }
      }
    }
    unsure.forEach(id -> events.find(id).ifPresent(changed));
    unsure.clear();
    Set<EventId> grants = new LinkedHashSet<>(touchedGrants);
    touchedGrants.clear();
    known.clear();
    return grants;
  }

  private void review(DecodedEvent event, GroundOf stored, Consumer<DecodedEvent> changed) {
    Optional<Verdict> before = stored.find(event);
    Optional<Ended> now = ended(event);
    boolean isSame =
        before.isPresent()
            && before.get().ground().isVoid() == now.isPresent()
            && (now.isEmpty()
                || before.get().equals(new Verdict(now.get().ground(), now.get().by())));
    if (isSame) {
      return;
    }
    changed.accept(event);
    EventType type = event.header().type();
    if (RemovalRules.isGrant(type)) {
      touchedGrants.add(event.id());
    }
    if (RemovalRules.isRemoval(type)) {
      stirred.addAll(rules.removedBy(event));
    }
    if (type.equals(EventType.ERASE)) {
      RemovalRules.termsOf(event).link("target").ifPresent(unsure::add);
    }
    if (Kind.of(type).name().equals("model")) {
      unsure.addAll(seconds(StateKeys.CITES, event.id()));
    }
  }

  /** What was held of an event when its entity was last folded. */
  @FunctionalInterface
  interface GroundOf {
    Optional<Verdict> find(DecodedEvent event);
  }
}
