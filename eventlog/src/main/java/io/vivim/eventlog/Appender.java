package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.CauseCheck;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Rejection;
import io.vivim.events.VerifiedEvent;
import io.vivim.store.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of verified events, and gathers what that changes in the store into rounds.
 * It knows no threads: the writer calls it, and commits each round before it begins the next.
 */
final class Appender {
  /**
   * Events between the look-up of a checker and the writer's turn: all that can be in flight, and
   * all that can be released meanwhile.
   */
  static final int MAX_LATELY = 32_768;

  /** Payloads that one round forgets at most. */
  private static final int FORGET_EVENTS = 512;

  private final EventTable table;
  private final EventDecoder decoder;
  private final LogRules rules;
  private final Facts facts;
  private final Chains chains;
  private final Erasures erasures;
  private final SignerCounts signers;
  private final HoldBack holdBack;

  /** Positions of the events appended last, by id, in the order of the log. */
  private final Map<EventId, Long> lately = new LinkedHashMap<>();

  /** Events that wait and whose wait may be over. */
  private final ArrayDeque<Held> released = new ArrayDeque<>();

  private long head;
  private long bytes;
  private long floor;
  private long lastArrival;

  /** Whether the running round drops events that waited, whose payloads then stay in the files. */
  private boolean dropsInRound;

  private Round round = new Round();

  /** What the log is run by. */
  record LogRules(Grants grants, Admission admission, Duration maxClockDrift) {}

  Appender(EventTable table, EventDecoder decoder, LogRules rules, HoldBack holdBack) {
    this.table = table;
    this.decoder = decoder;
    this.rules = rules;
    this.holdBack = holdBack;
    this.facts = new Facts(table);
    this.chains = new Chains(table, facts);
    this.erasures = new Erasures(table, facts, rules.grants());
    this.signers = new SignerCounts(table.store());
    this.head = table.number("head");
    this.bytes = table.number("bytes");
    this.floor = table.number("floor");
  }

  /** Reads at once what the causes of these events will be asked for. */
  void expect(List<VerifiedEvent> events) {
    Set<EventId> causes = new HashSet<>();
    for (VerifiedEvent event : events) {
      EventHeader header = event.event().header();
      causes.addAll(header.prevVersion());
      causes.addAll(header.auth());
      if (header.version() > 1) {
        causes.add(event.event().entity());
      }
    }
    events.forEach(event -> causes.remove(event.id()));
    facts.expect(causes);
  }

  /**
   * Takes an event that is not in the store, unless one of the last {@link #MAX_LATELY} appended is
   * it.
   */
  Outcome take(VerifiedEvent event, Source source, long nowMillis) {
    if (lately.containsKey(event.id())) {
      return new Outcome.Duplicate();
    }
    Optional<Held> held = holdBack.find(event.id());
    if (held.isPresent() && held.get().waitsOn(event.event().raw(), source)) {
      return held.get().outcome();
    }
    held.ifPresent(this::drop);
    // Whoever made it wait is charged for it still, and not whoever brings what it lacks.
    Source charged =
        held.map(Held::source).filter(first -> !source.equals(Source.LOCAL)).orElse(source);
    Outcome outcome = examine(event, charged, 0, nowMillis);
    release(nowMillis);
    return outcome;
  }

  /**
   * Takes the payload of an event that is in the log without it. Where an erase stands or age took
   * it, it stays away.
   */
  Outcome restore(VerifiedEvent event) {
    Optional<IdEntry> entry = table.entryOf(event.id());
    boolean isErased = entry.map(IdEntry::state).equals(Optional.of(LogRecord.State.ERASED));
    if (!isErased
        || round.hasRestored(event.id())
        || erasures.stands(EventFacts.of(event.event()))) {
      return new Outcome.Duplicate();
    }
    long position = entry.get().position();
    putEvent(event.event(), position, LogRecord.State.HERE);
    IndexKey.ofTags(event.event(), position).forEach(key -> round.batch().put(key, Bytes.EMPTY));
    bytes += event.event().raw().size() - event.event().raw().header().size();
    round.restore(new AppendedEvent(position, event.event(), decoder));
    return new Outcome.Accepted(position);
  }

  /** Looks at the early events whose time has come. */
  void tick(long nowMillis) {
    released.addAll(holdBack.due(nowMillis + rules.maxClockDrift().toMillis()));
    release(nowMillis);
  }

  /** Whether there are events whose wait is over and that were not looked at again. */
  boolean hasReleased() {
    return !released.isEmpty();
  }

  /** When to {@link #tick} next, by this node's clock. */
  Optional<Long> nextTick() {
    if (!released.isEmpty()) {
      return Optional.of(0L);
    }
    return holdBack.nextDue().map(due -> due - rules.maxClockDrift().toMillis());
  }

  /**
   * Takes events from the store that waited when the log was closed; the round may release some.
   */
  void restoreHeld(long arrival, Source source, VerifiedEvent event, long nowMillis) {
    lastArrival = Math.max(lastArrival, arrival);
    Outcome outcome = examine(event, source, arrival, nowMillis);
    if (!isHeld(outcome)) {
      round.batch().delete(LogKeys.held(arrival));
    }
    release(nowMillis);
  }

  private static boolean isHeld(Outcome outcome) {
    return outcome instanceof Outcome.Pending || outcome instanceof Outcome.Early;
  }

  private void release(long nowMillis) {
    for (Held held = released.poll(); held != null; held = released.poll()) {
      // It may have been dropped, or looked at again, since it was put in line.
      if (!holdBack.find(held.event().id()).equals(Optional.of(held))) {
        continue;
      }
      holdBack.remove(held);
      if (!isHeld(examine(held.event(), held.source(), held.arrival(), nowMillis))) {
        round.batch().delete(LogKeys.held(held.arrival()));
      }
    }
  }

  /**
   * @param arrival the number under which it waited, or 0 for one that comes now
   */
  private Outcome examine(VerifiedEvent verified, Source source, long arrival, long nowMillis) {
    EventHeader header = verified.header();
    EventFacts own = EventFacts.of(verified.event());
    boolean isErased = !header.type().isControl() && erasures.stands(own);
    boolean losesPayload = isErased && verified.event().payload().isPresent();
    VerifiedEvent left = losesPayload ? verified.withoutPayload() : verified;
    if (arrival > 0 && losesPayload) {
      // It waited with its payload, which is in the store.
      round.erasesBytes();
    }
    DecodedEvent event = left.event();
    boolean lacksPayload = event.payload().isEmpty() && !isErased;
    boolean isEarly = header.timestamp().millis() > nowMillis + rules.maxClockDrift().toMillis();
    Set<EventId> missing = new LinkedHashSet<>();
    boolean seesAll = source.equals(Source.LOCAL) || !own.scope().isPublic();
    List<EventFacts> heads = known(header.prevVersion(), seesAll, missing);
    List<EventFacts> grants = known(header.auth(), seesAll, missing);
    if (isEarly || !missing.isEmpty() || lacksPayload) {
      long number = arrival > 0 ? arrival : ++lastArrival;
      boolean isWritten = arrival > 0 && !losesPayload;
      return hold(new Held(number, source, left, missing, lacksPayload, isEarly), isWritten);
    }
    Optional<EventFacts> first = facts.first(own);
    Optional<Rejection> rejection =
        CauseCheck.check(event, heads, grants)
            .or(() -> rules.grants().check(event, heads, first, grants));
    if (rejection.isPresent()) {
      return new Outcome.Rejected(rejection.get());
    }
    SignerCounts.Count count = signers.of(header.signer());
    Usage usage = new Usage(count.events(), count.removals(), bytes);
    Optional<Decline> decline = rules.admission().beforeAppend(left, source, usage);
    if (decline.isPresent()) {
      return new Outcome.Declined(decline.get());
    }
    return append(event, own);
  }

  /**
   * The causes that are here. A public event with another cause than public ones is wrong; but
   * where that was said, whoever brings one would learn which of them are here, so it waits as for
   * others.
   */
  private List<EventFacts> known(List<EventId> causes, boolean seesAll, Set<EventId> missing) {
    List<EventFacts> found = new ArrayList<>(causes.size());
    for (EventId cause : causes) {
      EventFacts known = facts.find(cause);
      if (known == null || !(seesAll || known.scope().isPublic())) {
        missing.add(cause);
      } else {
        found.add(known);
      }
    }
    return found;
  }

  private Outcome hold(Held held, boolean isWritten) {
    if (!isWritten) {
      HeldRecord record = new HeldRecord(held.source(), held.event().event().raw());
      round.batch().put(LogKeys.held(held.arrival()), record.encode());
    }
    List<Held> dropped = holdBack.add(held);
    if (!dropped.isEmpty()) {
      dropsInRound = true;
      round.batch().put(LogKeys.meta("dropped"), LogKeys.ofLong(1));
    }
    dropped.forEach(other -> round.batch().delete(LogKeys.held(other.arrival())));
    return dropped.contains(held) ? new Outcome.Declined(Decline.NO_ROOM_TO_WAIT) : held.outcome();
  }

  private void drop(Held held) {
    holdBack.remove(held);
    round.batch().delete(LogKeys.held(held.arrival()));
  }

  private Outcome append(DecodedEvent event, EventFacts own) {
    long position = ++head;
    LogScope scope = own.scope();
    Batch batch = round.batch();
    putEvent(event, position, LogRecord.State.ERASED);
    IndexKey.of(event, scope, position).forEach(key -> batch.put(key, Bytes.EMPTY));
    facts.add(event, own);
    round.evidence().addAll(chains.append(event, scope, position, batch));
    signers.add(event.header().signer(), event.header().type());
    bytes += event.raw().size();
    remember(event.id(), position);
    round.append(new AppendedEvent(position, event, decoder));
    erasures.arrived(event, batch).flatMap(holdBack::find).ifPresent(released::add);
    released.addAll(holdBack.arrived(event.id()));
    return new Outcome.Accepted(position);
  }

  private void remember(EventId id, long position) {
    lately.put(id, position);
    if (lately.size() > MAX_LATELY) {
      lately.remove(lately.keySet().iterator().next());
    }
  }

  /**
   * Lets go of what the round erases; whether erase events stand shows when it was folded.
   *
   * @param again what erase events name that the round made stand, or fall
   */
  void eraseWhatStands(Set<EventId> again) {
    erasures.question(again);
    erasures.questionWhatIsNamed(round.appended(), holdBack);
    for (EventId target : erasures.questioned()) {
      EventFacts known = facts.find(target);
      if (known == null && (dropsInRound || table.meta("dropped").isPresent())) {
        // It may be one that waited, whose payload lies in the store's files still.
        round.erasesBytes();
      }
      if (known != null && !known.type().isControl() && erasures.stands(known)) {
        AppendedEvent whole =
            round.takeRestored(target).orElseGet(() -> eventAt(positionOf(target)));
        if (whole.raw().payload() != null) {
          strip(whole, LogRecord.State.ERASED);
        }
      }
    }
  }

  private long positionOf(EventId id) {
    Long recent = lately.get(id);
    return recent != null ? recent : table.entryOf(id).orElseThrow().position();
  }

  /** The event at a position, which the running round may have appended. */
  private AppendedEvent eventAt(long position) {
    return position >= firstOfRound()
        ? round.appended().get((int) (position - firstOfRound()))
        : table.at(position).orElseThrow();
  }

  private long firstOfRound() {
    return head - round.appended().size() + 1;
  }

  /**
   * Forgets the payloads of some events with age, control events excepted.
   *
   * @param upTo the last position that is old
   * @return whether all up to there are forgotten
   */
  boolean forget(long upTo) {
    long last = Math.min(Math.min(upTo, head), floor + FORGET_EVENTS);
    for (long position = floor + 1; position <= last; position++) {
      AppendedEvent old = eventAt(position);
      if (old.raw().payload() != null && !old.event().header().type().isControl()) {
        strip(old, LogRecord.State.FORGOTTEN);
      }
    }
    if (last > floor) {
      floor = last;
      round.batch().put(LogKeys.meta("floor"), LogKeys.ofLong(floor));
    }
    return floor >= Math.min(upTo, head);
  }

  /** Writes an event and its id; the state is that of one without a payload. */
  private void putEvent(DecodedEvent event, long position, LogRecord.State withoutPayload) {
    LogRecord record = LogRecord.of(event.raw(), withoutPayload);
    round.batch().put(LogKeys.event(position), record.encode());
    round.batch().put(LogKeys.id(event.id()), new IdEntry(position, record.state()).encode());
  }

  /** Lets go of the payload of an event, and of what was found by it. */
  private void strip(AppendedEvent whole, LogRecord.State why) {
    long position = whole.position();
    DecodedEvent bare = whole.event().withoutPayload();
    putEvent(bare, position, why);
    IndexKey.ofTags(whole.event(), position).forEach(round.batch()::delete);
    bytes -= whole.raw().size() - bare.raw().size();
    round.erasesBytes();
    if (position >= firstOfRound()) {
      round.replace(position - firstOfRound(), new AppendedEvent(position, bare, decoder));
    }
  }

  Round gathered() {
    return round;
  }

  /** The round as it is to be committed. */
  Round finish() {
    Batch batch = round.batch();
    signers.finish(batch);
    if (!batch.isEmpty()) {
      batch.put(LogKeys.meta("head"), LogKeys.ofLong(head));
      batch.put(LogKeys.meta("bytes"), LogKeys.ofLong(bytes));
    }
    if (round.doesEraseBytes()) {
      batch.put(LogKeys.meta("purge"), LogKeys.ofLong(table.number("purge") + 1));
    }
    return round;
  }

  /** The round is in the store; the next one begins. */
  void committed() {
    chains.committed();
    // What waits for a payload that is erased need not wait, now that the erase event is judged.
    erasures.questioned().forEach(target -> holdBack.find(target).ifPresent(released::add));
    erasures.committed();
    facts.committed();
    dropsInRound = false;
    round = new Round();
  }
}
