package io.vivim.statemachine;

import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The removals of one grant that speak, made ready to be asked of many events: where an event has
 * no rival, the answer is found without asking each of them.
 */
final class Enders {
  /** The rank of an event that is no removal, and of a leave; every removal ends it. */
  static final int NO_REMOVAL = Integer.MIN_VALUE;

  private final RemovalRules rules;
  private final SignerLogs logs;

  /** Those that are no leaves, by their ids. */
  private final List<Removal> removals = new ArrayList<>();

  /** The highest seq that each accepts of a log, from the first removal on, while each does. */
  private final Map<SignerLog, FallingNumbers> accepted = new HashMap<>();

  /** By their ids; of one log and author. */
  private final Map<Leaver, Leaves> leaves = new HashMap<>();

  private final List<DecodedEvent> rivalledLeaves = new ArrayList<>();

  /** Something ends what is above a place, and nothing that comes before it does. */
  record Step(long seq, EventId by) {}

  /** Who left. */
  record Leaver(SignerLog log, DidKey author) {
    static Leaver of(DecodedEvent event) {
      return new Leaver(SignerLog.of(event), event.header().author());
    }
  }

  private record Leaves(List<EventId> ids, FallingNumbers seqs) {}

  Enders(RemovalRules rules, SignerLogs logs) {
    this.rules = rules;
    this.logs = logs;
  }

  /** Takes a removal that is no leave; they come in the order of their ids. */
  void add(Removal removal) {
    int place = removals.size();
    removals.add(removal);
    removal
        .accepted()
        .forEach(
            (log, last) -> {
              FallingNumbers seqs =
                  place == 0
                      ? accepted.computeIfAbsent(log, any -> new FallingNumbers())
                      : accepted.get(log);
              if (seqs != null && seqs.size() == place) {
                seqs.add(removal.highestOf(log));
              }
            });
  }

  List<Removal> removals() {
    return removals;
  }

  /** The first removal, by id, of those that rank above a rank. */
  Optional<Removal> firstAbove(int rank) {
    return removals.stream().filter(removal -> removal.rank() > rank).findFirst();
  }

  /** Those who left by leaves that have no rival. */
  Set<Leaver> leavers() {
    return leaves.keySet();
  }

  /** Which of somebody's leaves end what in their log. */
  List<Step> stepsOf(Leaver leaver) {
    Leaves of = leaves.get(leaver);
    return of == null
        ? List.of()
        : of.seqs().falling((place, seq) -> new Step(seq, of.ids().get(place)));
  }

  /** Takes a leave; they come in the order of their ids. */
  void addLeave(DecodedEvent leave) {
    if (logs.hasRival(leave)) {
      rivalledLeaves.add(leave);
      return;
    }
    Leaves of =
        leaves.computeIfAbsent(
            Leaver.of(leave), any -> new Leaves(new ArrayList<>(), new FallingNumbers()));
    of.ids().add(leave.id());
    of.seqs().add(leave.header().seq());
  }

  /** The first removal, by id, that does not accept an event. */
  Optional<EventId> firstAgainst(DecodedEvent event) {
    if (removals.isEmpty()) {
      return Optional.empty();
    }
    if (logs.hasRival(event)) {
      return removals.stream()
          .filter(removal -> !rules.accepts(removal, event))
          .map(Removal::id)
          .findFirst();
    }
    FallingNumbers seqs = accepted.get(SignerLog.of(event));
    int first = seqs == null ? 0 : seqs.firstBelow(event.header().seq());
    return first == removals.size() ? Optional.empty() : Optional.of(removals.get(first).id());
  }

  /** The first leave, by id, that an event comes after. */
  Optional<EventId> firstLeaveBefore(DecodedEvent event) {
    Optional<EventId> rivalled =
        rivalledLeaves.stream()
            .filter(leave -> rules.isAfter(leave, event))
            .map(DecodedEvent::id)
            .findFirst();
    Leaves of = leaves.get(Leaver.of(event));
    int first = of == null ? 0 : of.seqs().firstBelow(event.header().seq());
    if (of == null || first == of.ids().size()) {
      return rivalled;
    }
    EventId other = of.ids().get(first);
    return rivalled.filter(id -> id.compareTo(other) < 0).or(() -> Optional.of(other));
  }
}
