package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
  private final SignerLogs logs;
  private final RemovalRules rules;
  private final Endings endings;

  /** What the rows speak of, so that most events ask no row. */
  private final FirstParts listed;

  private final FirstParts erased;
  private final FirstParts forked;
  private final FirstParts watched;

  /** Grants on whose dependents something may have changed since the last {@link #settle}. */
  private final Set<EventId> stirred = new LinkedHashSet<>();

  /** Events that have a rival now, or are in a chain that was broken. */
  private final Set<EventId> doubtful = new LinkedHashSet<>();

  /** Events whose grounds may have changed for other reasons. */
  private final Set<EventId> unsure = new LinkedHashSet<>();

  /** Events that erase events name. */
  private final Set<EventId> questioned = new LinkedHashSet<>();

  private final Set<EventId> touchedGrants = new LinkedHashSet<>();

  /** By definition who cited it since the last {@link #settle}, and whether it was void then. */
  private final Map<EventId, Map<EventId, Boolean>> citing = new LinkedHashMap<>();

  Removals(Rows rows, Events events, Authority authority) {
    this.rows = rows;
    this.events = events;
    this.logs = new SignerLogs(events);
    this.rules = new RemovalRules(events, logs, authority);
    this.endings = new Endings(rows, events, logs, rules);
    this.listed = FirstParts.ids(rows, StateKeys.UNTIL);
    this.erased = FirstParts.ids(rows, StateKeys.ERASES);
    this.forked = FirstParts.hashes(rows, StateKeys.FORKED);
    this.watched = FirstParts.hashes(rows, StateKeys.WATCHED);
  }

  RemovalRules rules() {
    return rules;
  }

  /** A signer gave one place of a log to two events. */
  void fork(DecodedEvent event) {
    Bytes chain = StateKeys.chain(event.header().signer(), event.logScope());
    rows.put(StateKeys.key(StateKeys.FORKED, chain), THERE);
    forked.add(chain);
    if (watched.contains(chain)) {
      // Events at other places are judged by where chains lead, and a rival leads nowhere yet.
      logs.newlyRivalledBy(event).forEach(this::doubt);
    }
  }

  /** Takes note of what an event that comes now has to do with others. */
  void arrive(DecodedEvent event) {
    EventHeader header = event.header();
    EventType type = header.type();
    rely(event);
    if (!type.isInCatalogue()) {
      citesModels(event);
    }
    if (erased.contains(event.id())) {
      // Whether it is erased may be otherwise at the end of the commit than when it is folded.
      questioned.add(event.id());
    }
    if (RemovalRules.isGrant(type)) {
      touchedGrants.add(event.id());
    }
    if (RemovalRules.isRemoval(type)) {
      remove(event);
    }
    if (type.equals(EventType.ERASE)) {
      RemovalRules.termsOf(event).link("target").ifPresent(target -> erase(target, event));
    }
    if (listed.contains(event.id())) {
      for (EventId removal : rows.idsBehind(StateKeys.UNTIL, event.id())) {
        watch(event, removal);
        stirred.addAll(rules.accepting(removal, event).grants());
      }
      endings.forget();
    }
    if (!forked.isEmpty() && !watched.isEmpty()) {
      Bytes chain = StateKeys.chain(header.signer(), event.logScope());
      if (forked.contains(chain) && watched.contains(chain)) {
        join(event, chain);
      }
    }
  }

  /**
   * Follows what an event joins. Beside its rivals, others are judged anew only where a chain from
   * a listed event down, or from a later event down to a leave, goes through it; so it must be
   * below the one, or above the other, and have a follower here already. Whatever comes at the end
   * of a log, or of a branch of it, has none and changes nothing for others.
   */
  private void join(DecodedEvent event, Bytes chain) {
    if (!logs.isFollowed(event)) {
      return;
    }
    for (EventId id : rows.idsBehind(StateKeys.WATCHED, chain)) {
      Removal removal = rules.removal(id);
      if (!removal.isLeave() && rules.comesBackFromListed(removal, event)) {
        logs.below(event).forEach(below -> doubt(below.id()));
      } else if (removal.isLeave() && comesBackToForked(event, events.cause(id))) {
        logs.above(event).forEach(above -> doubt(above.id()));
      }
    }
  }

  /** Whether an event comes after a leave of which only the chain tells. */
  private boolean comesBackToForked(DecodedEvent event, DecodedEvent leave) {
    return logs.hasRival(leave) && logs.comesBackTo(event, leave);
  }

  /** An event may be accepted now that was not, or the other way, or come after a leave. */
  private void doubt(EventId id) {
    doubtful.add(id);
    EventType type = events.cause(id).header().type();
    if (RemovalRules.isRemoval(type)) {
      endings.forget();
      if (Authority.isLeave(events.cause(id))) {
        stirred.addAll(rules.removal(id).grants());
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
        citing
            .computeIfAbsent(cited, any -> new LinkedHashMap<>())
            .put(event.id(), ended(events.cause(cited)).isPresent());
      }
    }
  }

  private void remove(DecodedEvent event) {
    Removal removal = rules.removal(event.id());
    for (EventId grant : removal.grants()) {
      rows.put(StateKeys.pair(StateKeys.REMOVES, grant, removal.id()), THERE);
      endings.remove(grant);
      stirred.add(grant);
    }
    if (removal.isLeave()) {
      watch(event, event.id());
    }
    for (EventId last : removal.until()) {
      rows.put(StateKeys.pair(StateKeys.UNTIL, last, removal.id()), THERE);
      listed.add(last.digest());
      events.find(last).ifPresent(here -> watch(here, removal.id()));
    }
    endings.forget();
  }

  /** From now on events of this log may matter to what a removal ends. */
  private void watch(DecodedEvent event, EventId removal) {
    Bytes chain = StateKeys.chain(event.header().signer(), event.logScope());
    rows.put(StateKeys.key(StateKeys.WATCHED, chain, removal.digest()), THERE);
    watched.add(chain);
  }

  private void erase(EventId target, DecodedEvent erase) {
    rows.put(StateKeys.pair(StateKeys.ERASES, target, erase.id()), THERE);
    erased.add(target.digest());
    if (events.find(target).filter(event -> mayErase(erase, event)).isPresent()) {
      question(target);
    }
  }

  /** An event may be erased now, and lose its payload, or no longer be. */
  private void question(EventId target) {
    events.forget(target);
    questioned.add(target);
  }

  /** Why an event is void, if it is. */
  Optional<Ended> ended(DecodedEvent event) {
    return endings.of(event);
  }

  /** Whether an event of a control type is one whose word counts. */
  boolean hasEffect(DecodedEvent control) {
    return endings.hasEffect(control);
  }

  /** The removals with effect of a grant. */
  List<DecodedEvent> removersOf(EventId grant) {
    return endings.removersOf(grant);
  }

  /** The erase event that takes an event away, if one does. */
  Optional<EventId> erasedBy(DecodedEvent event) {
    if (!erased.contains(event.id()) || event.header().type().isControl()) {
      return Optional.empty();
    }
    return rows.idsBehind(StateKeys.ERASES, event.id()).stream()
        .filter(id -> isErasedBy(event, events.cause(id)))
        .findFirst();
  }

  private boolean isErasedBy(DecodedEvent target, DecodedEvent erase) {
    return mayErase(erase, target) && ended(erase).isEmpty();
  }

  /** Whether an event is its author's to erase, or that of the entity's first event. */
  private boolean mayErase(DecodedEvent erase, DecodedEvent target) {
    if (!erase.logScope().equals(target.logScope())) {
      return false;
    }
    DidKey author = erase.header().author();
    boolean hasFirst = !target.header().prevVersion().isEmpty();
    return author.equals(target.header().author())
        || (hasFirst && events.naming(target).filter(f -> isBy(author, f)).isPresent());
  }

  private static boolean isBy(DidKey author, DecodedEvent event) {
    return event.header().author().equals(author);
  }

  /**
   * Follows everything that arrived since the last time to the events whose lot it may have
   * changed.
   *
   * @param changed is told of each event that has to be judged anew
   * @return the grants that may have come or gone
   */
  Set<EventId> settle(GroundOf stored, Consumer<DecodedEvent> changed) {
    for (EventId id : doubtful) {
      DecodedEvent event = events.cause(id);
      if (stored.find(event).isPresent()) {
        review(event, stored, changed);
      }
    }
    doubtful.clear();
    Set<EventId> seen = new HashSet<>();
    while (!stirred.isEmpty()) {
      EventId grant = stirred.iterator().next();
      stirred.remove(grant);
      touchedGrants.add(grant);
      Deque<EventId> open = new ArrayDeque<>(List.of(grant));
      for (EventId at = open.poll(); at != null; at = open.poll()) {
        for (EventId dependent : rows.idsBehind(StateKeys.RELIES, at)) {
          if (seen.add(dependent)) {
            open.add(dependent);
            review(events.cause(dependent), stored, changed);
          }
        }
      }
    }
    citing.forEach(this::askAgain);
    citing.clear();
    unsure.forEach(id -> events.find(id).ifPresent(changed));
    unsure.clear();
    for (EventId target : questioned) {
      events.find(target).filter(event -> isErasedOtherwise(event, stored)).ifPresent(changed);
    }
    questioned.clear();
    Set<EventId> grants = new LinkedHashSet<>(touchedGrants);
    touchedGrants.clear();
    return grants;
  }

  /** Those who cited a definition that was void when they were folded and is not, or otherwise. */
  private void askAgain(EventId definition, Map<EventId, Boolean> cited) {
    boolean isVoid = ended(events.cause(definition)).isPresent();
    cited.forEach(
        (event, wasVoid) -> {
          if (wasVoid != isVoid) {
            unsure.add(event);
          }
        });
  }

  /** Whether an event is erased and was not, or the other way round; anybody can name one. */
  private boolean isErasedOtherwise(DecodedEvent target, GroundOf stored) {
    Optional<Verdict> before = stored.find(target);
    Optional<EventId> now = ended(target).isPresent() ? Optional.empty() : erasedBy(target);
    Optional<EventId> was =
        before.filter(verdict -> verdict.ground() == Ground.ERASED).map(Verdict::by);
    return before.isEmpty() || !was.equals(now);
  }

  /** The commit is in the store; the next one may bring what changes the answers. */
  void committed() {
    endings.committed();
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
      stirred.addAll(rules.removal(event.id()).grants());
    }
    if (type.equals(EventType.ERASE)) {
      RemovalRules.termsOf(event).link("target").ifPresent(this::question);
    }
    if (Kind.of(type).name().equals("model")) {
      unsure.addAll(rows.idsBehind(StateKeys.CITES, event.id()));
    }
  }

  /** What was held of an event when its entity was last folded. */
  @FunctionalInterface
  interface GroundOf {
    Optional<Verdict> find(DecodedEvent event);
  }
}
