package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which events are void, by all removals in the log; asked from the highest rank down. */
final class Endings {
  private static final int MAX_REPLACED = 64;
  private static final int MAX_ENDERS = 64;

  private final Rows rows;
  private final Events events;
  private final SignerLogs logs;
  private final RemovalRules rules;

  /** The grants that a removal removes, so that most events ask no row. */
  private final FirstParts removed;

  private final Map<EventId, Optional<Ended>> known = new HashMap<>();

  /** By grant and rank the removals in whose place later ones speak. */
  private final Map<Ranked, Set<EventId>> replaced = new RecentMap<>(MAX_REPLACED);

  /** By grant and rank the removals that rank above that and speak. */
  private final Map<Ranked, Enders> enders = new RecentMap<>(MAX_ENDERS);

  /** By grant what spoke of it, for any event that is no removal, before the commit. */
  private final Map<EventId, Enders> before = new HashMap<>();

  /** Whether anything was let go of since the last commit. */
  private boolean isMoved;

  private record Ranked(EventId grant, int rank) {}

  Endings(Rows rows, Events events, SignerLogs logs, RemovalRules rules, int mostAtHand) {
    this.rows = rows;
    this.events = events;
    this.logs = logs;
    this.rules = rules;
    this.removed = FirstParts.ids(rows, StateKeys.REMOVES, mostAtHand);
  }

  /** There is one more removal of a grant. */
  void remove(EventId grant) {
    removed.add(grant.digest());
  }

  /** Lets go of what was worked out, since removals may have other effects now. */
  void forget() {
    isMoved = true;
    known.clear();
    replaced.clear();
    enders.clear();
  }

  /**
   * A commit begins that may change what removals say; nothing of it is to be seen yet.
   *
   * @param named the grants that its removals name
   */
  void begin(Set<EventId> named) {
    enders.forEach(
        (key, all) -> {
          if (key.rank() == Enders.NO_REMOVAL) {
            before.put(key.grant(), all);
          }
        });
    for (EventId grant : named) {
      if (!before.containsKey(grant)) {
        before.put(grant, anyEnders(grant));
      }
    }
    known.clear();
  }

  private Enders anyEnders(EventId grant) {
    return removed.contains(grant) ? enders(grant, Enders.NO_REMOVAL) : new Enders(rules, logs);
  }

  /** Whether removals may say other things than before the commit. */
  boolean isMoved() {
    return isMoved;
  }

  /** Where events that rely on a grant may be void now and were not, or the other way round. */
  Stretches changed(EventId grant, Predicate<Bytes> isForked) {
    Enders then = before.get(grant);
    return then == null ? Stretches.all() : EndersChange.between(then, anyEnders(grant), isForked);
  }

  /** The commit is done with; which removals speak stays as it is. */
  void committed() {
    known.clear();
    before.clear();
    isMoved = false;
  }

  /** Why an event is void, if it is. */
  Optional<Ended> of(DecodedEvent event) {
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
    int rank = isRemoval ? rules.removal(event.id()).rank() : Enders.NO_REMOVAL;
    for (EventId grant : reliance(event)) {
      if (removed.contains(grant)) {
        Enders all = enders(grant, rank);
        gone = lower(gone, all.firstAgainst(event));
        left = lower(left, all.firstLeaveBefore(event));
      }
    }
    if (gone != null) {
      return Optional.of(new Ended(Ground.REMOVED, gone));
    }
    return Optional.ofNullable(left).map(by -> new Ended(Ground.LEFT, by));
  }

  private static @Nullable EventId lower(@Nullable EventId one, Optional<EventId> other) {
    return other.filter(id -> one == null || id.compareTo(one) < 0).orElse(one);
  }

  private Enders enders(EventId grant, int rank) {
    Ranked key = new Ranked(grant, rank);
    Enders known = enders.get(key);
    if (known == null) {
      known = endersOf(grant, rank);
      enders.put(key, known);
    }
    return known;
  }

  /** Only removals that rank higher are asked whether they speak, so this comes to an end. */
  private Enders endersOf(EventId grant, int rank) {
    Enders all = new Enders(rules, logs);
    for (EventId id : rows.idsBehind(StateKeys.REMOVES, grant)) {
      Removal removal = rules.removal(id);
      if (removal.isLeave()) {
        // It ends what comes after it whether or not it is void itself, or two leaves and two
        // removals could hang on one another in a circle.
        DecodedEvent leave = events.cause(id);
        if (RemovalRules.isSound(leave)) {
          all.addLeave(leave);
        }
      } else if (removal.rank() > rank
          && hasEffect(events.cause(id))
          && !isReplaced(removal, grant)) {
        all.add(removal);
      }
    }
    return all;
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
    return of(control).isEmpty() && RemovalRules.isSound(control);
  }

  /** Whether a later removal of the same grant says in this one's place what it accepts. */
  private boolean isReplaced(Removal removal, EventId grant) {
    Ranked key = new Ranked(grant, removal.rank());
    Set<EventId> before = replaced.get(key);
    if (before == null) {
      before = replaced(grant, removal.rank());
      replaced.put(key, before);
    }
    return before.contains(removal.id());
  }

  /** The removals of a grant and of a rank that are behind others which rank no lower. */
  private Set<EventId> replaced(EventId grant, int rank) {
    List<Removal> all =
        rows.idsBehind(StateKeys.REMOVES, grant).stream()
            .map(rules::removal)
            .filter(removal -> !removal.isLeave() && removal.rank() >= rank)
            .toList();
    if (all.size() < 2) {
      return Set.of();
    }
    List<EventHeader> later =
        all.stream()
            .map(removal -> events.cause(removal.id()))
            .filter(this::hasEffect)
            .map(DecodedEvent::header)
            .toList();
    Set<EventId> asked =
        all.stream()
            .filter(removal -> removal.rank() == rank)
            .map(Removal::id)
            .collect(Collectors.toSet());
    return Lineage.reached(later, asked, events);
  }

  /** The removals with effect of a grant. */
  List<DecodedEvent> removersOf(EventId grant) {
    if (!removed.contains(grant)) {
      return List.of();
    }
    return rows.idsBehind(StateKeys.REMOVES, grant).stream()
        .map(events::cause)
        .filter(this::hasEffect)
        .toList();
  }
}
