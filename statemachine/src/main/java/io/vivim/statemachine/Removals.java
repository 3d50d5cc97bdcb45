package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.ArrayList;
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
  private static final int MAX_WALKED = 65_536;

  private final Rows rows;
  private final Events events;
  private final SignerLogs logs;
  private final RemovalRules rules;
  private final Endings endings;
  private final Dependents dependents;
  private final Erasers erasers;

  /** What the rows speak of, so that most events ask no row. */
  private final FirstParts listed;

  private final FirstParts forked;
  private final FirstParts watched;

  /** Grants of which removals may say something else since the last {@link #settle}. */
  private final Set<EventId> stirred = new LinkedHashSet<>();

  /** Places in logs where events may be accepted that were not, by the grant they rely on. */
  private final Map<EventId, Stretches> opened = new LinkedHashMap<>();

  /** Events that came since then and rely on anything. */
  private final List<DecodedEvent> arrived = new ArrayList<>();

  /** Events that are behind one which a removal lists, and were looked at for that. */
  private final Map<Behind, Boolean> walked = new RecentMap<>(MAX_WALKED);

  private record Behind(EventId removal, EventId event) {}

  /** Events that have a rival now, or are in a chain that was broken. */
  private final Set<EventId> doubtful = new LinkedHashSet<>();

  /** Events whose grounds may have changed for other reasons. */
  private final Set<EventId> unsure = new LinkedHashSet<>();

  private final Set<EventId> touchedGrants = new LinkedHashSet<>();

  /** By definition who cited it since the last {@link #settle}, and whether it was void then. */
  private final Map<EventId, Map<EventId, Boolean>> citing = new LinkedHashMap<>();

  /**
   * @param mostAtHand first parts of each table that may be in memory
   */
  Removals(Rows rows, Events events, Authority authority, int mostAtHand) {
    this.rows = rows;
    this.events = events;
    this.logs = new SignerLogs(events);
    this.rules = new RemovalRules(events, logs, authority);
    this.endings = new Endings(rows, events, logs, rules, mostAtHand);
    this.dependents = new Dependents(rows);
    this.listed = FirstParts.ids(rows, StateKeys.UNTIL, mostAtHand);
    this.erasers = new Erasers(rows, events, endings, mostAtHand);
    this.forked = FirstParts.hashes(rows, StateKeys.FORKED, mostAtHand);
    this.watched = FirstParts.hashes(rows, StateKeys.WATCHED, mostAtHand);
  }

  RemovalRules rules() {
    return rules;
  }

  /** A commit begins; nothing of it is in the log yet. */
  void begin(Changes changes) {
    boolean isQuiet = changes.forks().isEmpty();
    Set<EventId> named = new LinkedHashSet<>();
    for (DecodedEvent event : changes.appended()) {
      if (RemovalRules.isRemoval(event.header().type())) {
        named.addAll(RemovalRules.termsOf(event).links("grants"));
      }
      isQuiet = isQuiet && named.isEmpty() && !listed.contains(event.id());
    }
    if (!isQuiet) {
      endings.begin(named);
    }
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
    if (!header.auth().isEmpty()) {
      arrived.add(event);
    }
    rely(event);
    if (!type.isInCatalogue()) {
      citesModels(event);
    }
    erasers.arrive(event);
    if (RemovalRules.isGrant(type)) {
      touchedGrants.add(event.id());
    }
    if (RemovalRules.isRemoval(type)) {
      remove(event);
    }
    if (type.equals(EventType.ERASE)) {
      RemovalRules.termsOf(event).link("target").ifPresent(target -> erasers.add(target, event));
    }
    if (listed.contains(event.id())) {
      for (EventId removal : rows.idsBehind(StateKeys.UNTIL, event.id())) {
        watch(event, removal);
        accept(rules.accepting(removal, event), event);
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
   * An event is here that a removal lists. Up to there it accepts what it did not before: by their
   * places events that have no rival, and such as have one along the chain.
   */
  private void accept(Removal removal, DecodedEvent last) {
    SignerLog log = SignerLog.of(last);
    Bytes chain = StateKeys.chain(log.signer(), log.scope());
    long before =
        removal.lastOf(log).stream()
            .filter(other -> !events.isInCommit(other.id()))
            .mapToLong(Removal.Last::seq)
            .max()
            .orElse(0);
    if (before < last.header().seq()) {
      for (EventId grant : removal.grants()) {
        opened
            .computeIfAbsent(grant, any -> Stretches.none())
            .add(chain, before + 1, last.header().seq());
      }
    }
    if (forked.contains(chain)) {
      // Below one that was looked at for another listed event, all were.
      logs.below(last)
          .takeWhile(each -> walked.put(new Behind(removal.id(), each.id()), true) == null)
          .filter(logs::hasRival)
          .forEach(each -> doubt(each.id()));
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
        dependents.add(grant, event);
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
      if (logs.hasRival(event)) {
        logs.above(event).forEach(above -> doubt(above.id()));
      }
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
    return erasers.of(event);
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
    Consumer<EventId> look =
        id -> {
          if (seen.add(id)) {
            review(events.cause(id), stored, changed);
          }
        };
    doubtful.stream().filter(id -> stored.find(events.cause(id)).isPresent()).forEach(look);
    doubtful.clear();
    if (endings.isMoved()) {
      // They were judged when they came, by what had come with them until then.
      arrived.forEach(event -> look.accept(event.id()));
    }
    arrived.clear();
    opened.forEach((grant, where) -> dependents.of(grant, where).forEach(look));
    opened.clear();
    while (!stirred.isEmpty()) {
      EventId grant = stirred.iterator().next();
      stirred.remove(grant);
      touchedGrants.add(grant);
      dependents.of(grant, endings.changed(grant, forked::contains)).forEach(look);
    }
    citing.forEach(this::askAgain);
    citing.clear();
    unsure.forEach(id -> events.find(id).ifPresent(changed));
    unsure.clear();
    erasers.settle(stored, changed);
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
      RemovalRules.termsOf(event).link("target").ifPresent(erasers::question);
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
