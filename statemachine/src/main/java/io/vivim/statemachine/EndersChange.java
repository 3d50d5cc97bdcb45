package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which events the removals of a grant end otherwise than before, told by the places of their logs.
 * Where no place of a log has two events, each removal ends what is above the highest place that it
 * lists there. In a log that forks chains tell, so all of it is meant as soon as its removals say
 * something else. (What comes after a leave that has rivals is found along the chain.)
 */
final class EndersChange {
  private final Enders before;
  private final Enders now;
  private final Predicate<Bytes> isForked;
  private final Set<Integer> ranks = new TreeSet<>();
  private final Stretches changed;

  /** What a removal accepts of a log. */
  private record Word(EventId by, Set<Removal.Last> accepted) {}

  private EndersChange(Enders before, Enders now, Predicate<Bytes> isForked) {
    this.before = before;
    this.now = now;
    this.isForked = isForked;
    // Removals are ended by those that rank above them, and all else by each.
    ranks.add(Enders.NO_REMOVAL);
    before.removals().forEach(removal -> ranks.add(removal.rank()));
    now.removals().forEach(removal -> ranks.add(removal.rank()));
    boolean isForAll =
        ranks.stream()
            .anyMatch(rank -> !idOf(before.firstAbove(rank)).equals(idOf(now.firstAbove(rank))));
    this.changed = isForAll ? Stretches.all() : Stretches.none();
  }

  private static Optional<EventId> idOf(Optional<Removal> removal) {
    return removal.map(Removal::id);
  }

  /**
   * The parts of logs in which an event that relies on the grant may be ended otherwise.
   *
   * @param isForked tells of a log whether any of its places has several events
   */
  static Stretches between(Enders before, Enders now, Predicate<Bytes> isForked) {
    EndersChange change = new EndersChange(before, now, isForked);
    change.lookAtRemovals();
    change.lookAtLeaves();
    return change.changed;
  }

  private void lookAtRemovals() {
    for (SignerLog log : namedLogs()) {
      Bytes chain = StateKeys.chain(log.signer(), log.scope());
      changed.name(chain);
      for (int rank : ranks) {
        if (!isForked.test(chain)) {
          compare(steps(before, rank, log), steps(now, rank, log), chain);
        } else if (!words(before, rank, log).equals(words(now, rank, log))) {
          changed.add(chain, 0, Long.MAX_VALUE);
        }
      }
    }
  }

  /** The logs of which a first removal accepts anything; of all others it ends everything. */
  private Set<SignerLog> namedLogs() {
    Set<SignerLog> logs = new HashSet<>();
    for (int rank : ranks) {
      before.firstAbove(rank).ifPresent(first -> logs.addAll(first.accepted().keySet()));
      now.firstAbove(rank).ifPresent(first -> logs.addAll(first.accepted().keySet()));
    }
    return logs;
  }

  private static List<Enders.Step> steps(Enders enders, int rank, SignerLog log) {
    List<Enders.Step> steps = new ArrayList<>();
    long lowest = Long.MAX_VALUE;
    for (Removal removal : enders.removals()) {
      long seq = removal.highestOf(log);
      if (removal.rank() > rank && seq < lowest) {
        steps.add(new Enders.Step(seq, removal.id()));
        lowest = seq;
        if (removal.lastOf(log).isEmpty()) {
          break;
        }
      }
    }
    return steps;
  }

  /** What is said of a log; who says what was said before is never the first to end an event. */
  private static List<Word> words(Enders enders, int rank, SignerLog log) {
    List<Word> words = new ArrayList<>();
    Set<Set<Removal.Last>> said = new HashSet<>();
    for (Removal removal : enders.removals()) {
      Set<Removal.Last> accepted = Set.copyOf(removal.lastOf(log));
      if (removal.rank() > rank && said.add(accepted)) {
        words.add(new Word(removal.id(), accepted));
        if (accepted.isEmpty()) {
          break;
        }
      }
    }
    return words;
  }

  private void lookAtLeaves() {
    Set<Enders.Leaver> leavers = new HashSet<>(before.leavers());
    leavers.addAll(now.leavers());
    for (Enders.Leaver leaver : leavers) {
      Bytes chain = StateKeys.chain(leaver.log().signer(), leaver.log().scope());
      compare(before.stepsOf(leaver), now.stepsOf(leaver), chain);
    }
  }

  /** Goes down both stairs at once. */
  private void compare(List<Enders.Step> one, List<Enders.Step> other, Bytes chain) {
    int i = 0;
    int j = 0;
    long top = Long.MAX_VALUE;
    while (i < one.size() || j < other.size()) {
      Optional<Enders.Step> a = i < one.size() ? Optional.of(one.get(i)) : Optional.empty();
      Optional<Enders.Step> b = j < other.size() ? Optional.of(other.get(j)) : Optional.empty();
      long floor = Math.max(seqOf(a), seqOf(b));
      if (!a.map(Enders.Step::by).equals(b.map(Enders.Step::by)) && floor < top) {
        changed.add(chain, floor + 1, top);
      }
      i += seqOf(a) == floor ? 1 : 0;
      j += seqOf(b) == floor ? 1 : 0;
      top = floor;
    }
  }

  private static long seqOf(Optional<Enders.Step> step) {
    return step.map(Enders.Step::seq).orElse(Long.MIN_VALUE);
  }
}
