package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.statemachine.ElementRows.Part;
import io.vivim.statemachine.ElementRows.Place;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Past;
import io.vivim.statemachine.model.Room;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one entity hang together: its heads, and how far each signer's go. Events of
 * strangers have no part in it, so that nobody can make another's entity grow.
 *
 * @param heads the digests of the events that no other event of the entity names as one it has seen
 * @param signers by the DID of the signer in UTF-8 the bytes of its {@link Last}; none where it is
 *     mixed
 * @param isMixed whether one of the events has seen a stranger's; then clocks tell of those too,
 *     and prove nothing
 */
record Lineage(Elements heads, Elements signers, boolean isMixed) {
  static final Lineage EMPTY = new Lineage(Elements.NONE, Elements.NONE, false);

  private static final long HEAD_BYTES =
      Elements.sizeOf(Bytes.owning(new byte[EventId.DIGEST_BYTES]));

  /**
   * A signer's last event in the entity.
   *
   * @param isInLine whether each of its events there has seen the one before, so that its entry in
   *     a clock stands for all of them up to there
   * @param isRising whether each has a higher seq than those of them that it has seen, so that no
   *     event has seen what is above its entry in the event's clock
   */
  record Last(EventId event, long seq, boolean isInLine, boolean isRising) {
    private static final int SEQ_AT = EventId.DIGEST_BYTES;
    private static final int IN_LINE_AT = SEQ_AT + Long.BYTES;
    private static final int RISING_AT = IN_LINE_AT + 1;
    private static final int BYTES = RISING_AT + 1;

    Bytes encode() {
      return Bytes.owning(
          event
              .putTo(ByteBuffer.allocate(BYTES))
              .putLong(seq)
              .put((byte) (isInLine ? 1 : 0))
              .put((byte) (isRising ? 1 : 0))
              .array());
    }

    static Last decode(Bytes encoded) {
      return new Last(
          new EventId(encoded.slice(0, SEQ_AT)),
          encoded.longAt(SEQ_AT),
          encoded.at(IN_LINE_AT) == 1,
          encoded.at(RISING_AT) == 1);
    }
  }

  /** The heads as whoever shows them needs them. */
  SortedSet<EventId> headIds() {
    return headIds(Room.endless());
  }

  /** Those of them that there is room for. */
  SortedSet<EventId> headIds(Room room) {
    SortedSet<EventId> ids = new TreeSet<>();
    heads.all(room).keySet().forEach(digest -> ids.add(new EventId(digest)));
    return ids;
  }

  private boolean isHead(EventId event) {
    return heads.contains(event.digest());
  }

  /** The last event of a signer, by its DID. */
  @Nullable Last lastOf(String signer) {
    Bytes last = signers.get(Bytes.utf8(signer));
    return last.isEmpty() ? null : Last.decode(last);
  }

  /**
   * With one more event, whose causes in the entity are all here.
   *
   * @param isStrange whether an event of the entity is a stranger's; this one is not
   */
  Lineage with(DecodedEvent event, History history, Predicate<EventId> isStrange) {
    EventHeader header = event.header();
    Elements left = heads;
    for (EventId cause : header.prevVersion()) {
      left = left.minus(cause.digest());
    }
    Bytes signer = Bytes.utf8(header.signer().toString());
    Bytes last = lastWith(event, history).encode();
    boolean hasMet =
        isMixed
            || header.prevVersion().stream()
                .anyMatch(cause -> !isHead(cause) && isStrange.test(cause));
    Elements how = hasMet ? Elements.NONE : signers.with(signer, signers.get(signer), last, 0);
    return new Lineage(left.plus(event.id().digest()), how, hasMet);
  }

  private Last lastWith(DecodedEvent event, History history) {
    EventHeader header = event.header();
    String signer = header.signer().toString();
    Last last = lastOf(signer);
    boolean isRising =
        (last == null || last.isRising()) && seenOf(signer, header, history) < header.seq();
    if (last == null) {
      return new Last(event.id(), header.seq(), true, isRising);
    } else if (header.seq() > last.seq()) {
      boolean isInLine = last.isInLine() && follows(header, signer, last, history);
      return new Last(event.id(), header.seq(), isInLine, isRising);
    }
    // Of two events with one seq the higher id is kept, whichever came first.
    boolean isKept = header.seq() < last.seq() || event.id().compareTo(last.event()) < 0;
    return new Last(isKept ? last.event() : event.id(), last.seq(), false, isRising);
  }

  /** What the clocks of an event's causes have of a signer. */
  static long seenOf(String signer, EventHeader header, History history) {
    long seen = 0;
    for (EventId cause : header.prevVersion()) {
      seen = Math.max(seen, history.header(cause).vectorClock().seqOf(signer).orElse(0));
    }
    return seen;
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
  Past pastOf(DecodedEvent event, Lineage after, History history, KnownPasts pasts) {
    return new EventPast(event, this, after, history, pasts);
  }

  /** Whether an event names all heads. */
  boolean areHeadsIn(EventHeader header) {
    Set<EventId> named = new HashSet<>(header.prevVersion());
    return named.size() * HEAD_BYTES >= heads.bytes()
        && named.stream().filter(this::isHead).count() * HEAD_BYTES == heads.bytes();
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

  /** Adds the causes of an event to what a walk met, and to where it goes on. */
  static void stepBack(
      EventHeader from, Set<EventId> met, PriorityQueue<Visit> next, History history) {
    for (EventId before : from.prevVersion()) {
      if (met.add(before)) {
        next.add(new Visit(before, history.header(before)));
      }
    }
  }

  /** An event that a walk comes to; those of the highest versions come first. */
  record Visit(EventId event, EventHeader header) implements Comparable<Visit> {
    @Override
    public int compareTo(Visit other) {
      return Long.compare(other.header.version(), header.version());
    }
  }

  /** The heads, one after the other; of those that lie apart what they come to. */
  Ipld encodeHeads(int mostBytes) {
    return heads.exceeds(mostBytes)
        ? Ipld.of(heads.bytes())
        : Ipld.of(Bytes.concat(heads.all().keySet().toArray(Bytes[]::new)));
  }

  /** How far the signers' go, as a value within a value: who only shows the entity passes it by. */
  Ipld encodeSigners(int mostBytes) {
    List<Ipld> known = new ArrayList<>();
    known.add(Ipld.of(isMixed));
    if (signers.exceeds(mostBytes)) {
      known.add(Ipld.of(signers.bytes()));
    } else {
      signers
          .all()
          .forEach(
              (signer, last) -> {
                known.add(Ipld.of(signer));
                known.add(Ipld.of(last));
              });
    }
    return Ipld.of(DagCbor.encode(new Ipld.Sequence(known)));
  }

  /** The heads that come next. */
  static Elements decodeHeads(DagCborReader from, Place place) {
    if (from.next() == DagCborReader.Token.INT) {
      return Elements.stored(place.of(Part.HEADS), from.number(), 0);
    }
    return Elements.ofKeys(from.bytes(), EventId.DIGEST_BYTES);
  }

  static Lineage decode(Elements heads, Bytes encodedSigners, Place place) {
    Elements signers = Elements.NONE;
    DagCborReader from = DagCborReader.overOwn(encodedSigners);
    from.next();
    from.next();
    boolean isMixed = from.isTrue();
    DagCborReader.Token token = from.next();
    if (token == DagCborReader.Token.INT) {
      Elements apart = Elements.stored(place.of(Part.SIGNERS), from.number(), 0);
      return new Lineage(heads, apart, isMixed);
    }
    while (token == DagCborReader.Token.BINARY) {
      Bytes signer = from.bytes();
      from.next();
      signers = signers.with(signer, Bytes.EMPTY, from.bytes(), 0);
      token = from.next();
    }
    return new Lineage(heads, signers, isMixed);
  }

  /** With the heads alone. */
  static Lineage of(Elements heads) {
    return new Lineage(heads, Elements.NONE, false);
  }
}
