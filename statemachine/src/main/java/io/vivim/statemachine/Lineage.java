package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.events.VectorClock;
import io.vivim.statemachine.model.Past;
import io.vivim.statemachine.model.Stamp;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How the events of one entity hang together: its heads, and how far each signer's go. Events of
 * strangers have no part in it, so that nobody can make another's entity grow.
 *
 * @param heads the events that no other event of the entity names as one it has seen
 * @param signers by the DID of the signer
 * @param isMixed whether one of the events has seen a stranger's; then clocks tell of those too
 */
record Lineage(NavigableSet<EventId> heads, NavigableMap<String, Last> signers, boolean isMixed) {
  static final Lineage EMPTY = new Lineage(new TreeSet<>(), new TreeMap<>(), false);

  /**
   * A signer's last event in the entity.
   *
   * @param isInLine whether each of its events there has seen the one before, so that its entry in
   *     a clock stands for all of them up to there
   */
  record Last(EventId event, long seq, boolean isInLine) {
    static Last read(DagCborReader from) {
      from.next();
      from.next();
      EventId event = new EventId(from.bytes());
      from.next();
      long seq = from.number();
      from.next();
      boolean isInLine = from.isTrue();
      from.next();
      return new Last(event, seq, isInLine);
    }
  }

  /**
   * With one more event, whose causes in the entity are all here.
   *
   * @param isStrange whether an event of the entity is a stranger's; this one is not
   */
  Lineage with(DecodedEvent event, History history, Predicate<EventId> isStrange) {
    EventHeader header = event.header();
    NavigableSet<EventId> left = new TreeSet<>(heads);
    header.prevVersion().forEach(left::remove);
    left.add(event.id());
    NavigableMap<String, Last> known = new TreeMap<>(signers);
    String signer = header.signer().toString();
    Last last = known.get(signer);
    if (last == null) {
      known.put(signer, new Last(event.id(), header.seq(), true));
    } else if (header.seq() > last.seq()) {
      boolean isInLine = last.isInLine() && follows(header, signer, last, history);
      known.put(signer, new Last(event.id(), header.seq(), isInLine));
    } else {
      // Of two events with one seq the higher id is kept, whichever came first.
      boolean isKept = header.seq() < last.seq() || event.id().compareTo(last.event()) < 0;
      known.put(signer, new Last(isKept ? last.event() : event.id(), last.seq(), false));
    }
    boolean hasMet =
        isMixed
            || header.prevVersion().stream()
                .anyMatch(cause -> !heads.contains(cause) && isStrange.test(cause));
    return new Lineage(left, known, hasMet);
  }

  /** Whether an event has seen its signer's last one, which stands in line. */
  private boolean follows(EventHeader header, String signer, Last last, History history) {
    for (EventId cause : header.prevVersion()) {
      OptionalLong seen = history.header(cause).vectorClock().seqOf(signer);
      if (cause.equals(last.event()) || (seen.isPresent() && seen.getAsLong() >= last.seq())) {
        return true;
      }
    }
    return false;
  }

  /**
   * What an event that comes next has seen.
   *
   * @param after the lineage with the event in it
   */
  Past pastOf(DecodedEvent event, Lineage after, History history) {
    EventHeader header = event.header();
    if (new HashSet<>(header.prevVersion()).containsAll(heads)) {
      return stamp -> true;
    }
    return stamp -> after.hasSeen(header, stamp, history);
  }

  private boolean hasSeen(EventHeader header, Stamp stamp, History history) {
    String signer = history.header(stamp.event()).signer().toString();
    Last last = signers.get(signer);
    if (last != null && last.isInLine() && !isMixed) {
      VectorClock clock = header.vectorClock();
      OptionalLong seen = clock.seqOf(signer);
      if (seen.isPresent() && seen.getAsLong() >= stamp.seq()) {
        return true;
      }
      if (clock.size() < EventLimits.MAX_CLOCK_ENTRIES) {
        return false;
      }
    }
    return reaches(header, stamp.event(), history);
  }

  /** Whether a walk back from an event comes to another one. */
  static boolean reaches(EventHeader from, EventId to, History history) {
    return !reached(List.of(from), Set.of(to), history).isEmpty();
  }

  /** Those of some events to which one walk back from all of these comes. */
  static Set<EventId> reached(Collection<EventHeader> from, Set<EventId> to, History history) {
    Set<EventId> found = new HashSet<>();
    long floor = to.stream().mapToLong(id -> history.header(id).version()).min().orElse(0);
    Set<EventId> met = new HashSet<>();
    PriorityQueue<Visit> next = new PriorityQueue<>();
    from.forEach(header -> stepBack(header, met, next, history));
    for (Visit at = next.poll(); at != null && found.size() < to.size(); at = next.poll()) {
      if (to.contains(at.event())) {
        found.add(at.event());
      }
      if (at.header().version() > floor) {
        stepBack(at.header(), met, next, history);
      }
    }
    return found;
  }

  private static void stepBack(
      EventHeader from, Set<EventId> met, PriorityQueue<Visit> next, History history) {
    for (EventId before : from.prevVersion()) {
      if (met.add(before)) {
        next.add(new Visit(before, history.header(before)));
      }
    }
  }

  /** An event that a walk comes to; those of the highest versions come first. */
  private record Visit(EventId event, EventHeader header) implements Comparable<Visit> {
    @Override
    public int compareTo(Visit other) {
      return Long.compare(other.header.version(), header.version());
    }
  }

  /** The heads, one after the other. */
  Ipld encodeHeads() {
    return Ipld.of(Bytes.concat(heads.stream().map(EventId::digest).toArray(Bytes[]::new)));
  }

  /** How far the signers' go, as a value within a value: who only shows the entity passes it by. */
  Ipld encodeSigners() {
    IpldMap.Builder known = IpldMap.builder();
    signers.forEach(
        (signer, last) ->
            known.put(
                signer,
                Ipld.listOf(
                    Ipld.of(last.event().digest()),
                    Ipld.of(last.seq()),
                    Ipld.of(last.isInLine()))));
    return Ipld.of(DagCbor.encode(Ipld.listOf(Ipld.of(isMixed), known.build())));
  }

  static Lineage decode(Bytes encodedHeads, Bytes encodedSigners) {
    NavigableMap<String, Last> signers = new TreeMap<>();
    DagCborReader from = DagCborReader.overOwn(encodedSigners);
    from.next();
    from.next();
    boolean isMixed = from.isTrue();
    from.next();
    while (from.next() == DagCborReader.Token.KEY) {
      signers.put(from.text(), Last.read(from));
    }
    return new Lineage(heads(encodedHeads), signers, isMixed);
  }

  /** With the heads alone. */
  static Lineage decode(Bytes encodedHeads) {
    return new Lineage(heads(encodedHeads), Collections.emptyNavigableMap(), false);
  }

  private static NavigableSet<EventId> heads(Bytes encoded) {
    NavigableSet<EventId> heads = new TreeSet<>();
    for (int at = 0; at < encoded.size(); at += EventId.DIGEST_BYTES) {
      heads.add(new EventId(encoded.slice(at, at + EventId.DIGEST_BYTES)));
    }
    return heads;
  }
}
