package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import io.vivim.events.LogScope;
import io.vivim.events.RawEvent;
import io.vivim.store.Commits;
import io.vivim.store.KeyRange;
import io.vivim.store.Layouts;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log of a node: every event that it accepted, in the order in which it did, found again by id,
 * by filter, or by position.
 *
 * <p>Any thread may use it. What it acknowledges is durable. Where the store fails, the log fails
 * with it, answers nothing more, and is as good as before once it is opened again.
 */
public final class EventLog implements AutoCloseable {
  private final Store store;
  private final CommitTurn turn;
  private final EventDecoder decoder = new EventDecoder();
  private final EventTable table;
  private final Grants grants;
  private final boolean needsPayloads;
  private final Bytes id;
  private final Intake intake;
  private final HoldBack holdBack;
  private final Tail tail;
  private final Retention retention = new Retention();
  private final Settlement settlement = new Settlement();
  private final LogThreads threads;

  /** Why the log can go on no longer; set once. */
  private final CompletableFuture<Void> failure = new CompletableFuture<>();

  private EventLog(Store store, LogOptions options, LogListener listener) {
    this.store = store;
    this.table = new EventTable(store, decoder);
    this.grants = options.grants();
    this.needsPayloads = options.hook().needsPayloads();
    this.id = LogOpening.idOf(store);
    this.intake = new Intake(options.maxInFlight(), options.maxInFlightBytes());
    this.holdBack = new HoldBack(options.held());
    this.tail = new Tail(table, id, table.number("head"));
    this.turn = new CommitTurn(store);
    Purger purger = new Purger(store, turn, table, options.hook().copies());
    EventVerifier verifier = new EventVerifier(SignatureVerifier.create());
    Checker checker =
        new Checker(
            table,
            decoder,
            verifier,
            options.admission(),
            options.grants(),
            holdBack,
            options.clock());
    Appender appender =
        new Appender(
            table,
            decoder,
            new Appender.LogRules(options.grants(), options.admission(), options.maxClockDrift()),
            holdBack);
    this.threads = new LogThreads(options.checkers(), intake, checker, purger);
    LogWriter writer =
        new LogWriter(
            turn,
            intake,
            checker,
            appender,
            retention,
            settlement,
            options.hook(),
            options.clock(),
            new LogWriter.Ears(
                threads.acknowledger(),
                round -> committed(round, listener),
                cause -> failed(cause, listener)));
    LogOpening.restoreHeld(store, decoder, verifier, appender, options.clock().millis());
    writer.commit();
    threads.start(writer);
  }

  /** Whether a store has a log. */
  public static boolean isIn(StoreView store) {
    return Layouts.isIn(store, LogKeys.LAYOUT);
  }

  /**
   * The log in a store, made where there is none. The log closes the store when it is closed.
   *
   * @throws io.vivim.store.StoreException where the store fails, or a later version wrote the log
   */
  public static EventLog open(Store store, LogOptions options, LogListener listener) {
    LogOpening.prepare(store);
    return new EventLog(store, options, listener);
  }

  private void committed(Round round, LogListener listener) {
    if (round.doesEraseBytes()) {
      tail.forget();
    }
    tail.append(round.appended());
    if (round.doesEraseBytes()) {
      threads.purge().exceptionally(cause -> purgeFailed(cause, listener));
    }
    listener.appended(round.appended());
    if (!round.evidence().isEmpty()) {
      listener.evidence(round.evidence());
    }
  }

  private static @Nullable Void purgeFailed(Throwable cause, LogListener listener) {
    listener.purgeFailed(cause);
    return null;
  }

  private void failed(Throwable cause, LogListener listener) {
    failure.completeExceptionally(cause);
    tail.close();
    listener.failed(cause);
  }

  /**
   * Gives an event to the log, after waiting for room where as much is under way as may be. What
   * waits for the answer must not submit in its turn on the thread that brings it, since room is
   * told by that thread: it uses {@link #trySubmit}.
   *
   * @return what became of it, once that is durable; a failure where the log failed or was closed
   */
  public CompletionStage<Outcome> submit(RawEvent event, Source source)
      throws InterruptedException {
    return intake.submit(event, source);
  }

  /** Gives an event to the log where there is room now; see {@link #whenRoom}. */
  public Optional<CompletionStage<Outcome>> trySubmit(RawEvent event, Source source) {
    return intake.trySubmit(event, source);
  }

  /** Done when it is worth trying {@link #trySubmit} again. */
  public CompletionStage<Void> whenRoom() {
    return intake.whenRoom();
  }

  /** Looks at once for early events whose time has come, instead of within a second. */
  public void nudge() {
    intake.nudge();
  }

  /** The event of an id. */
  public Optional<AppendedEvent> find(EventId event) {
    return table.find(event);
  }

  /** The event at a position. */
  public Optional<AppendedEvent> at(long position) {
    return table.at(position);
  }

  /** The last event of a signer's log of a scope, as far as it is here. */
  public Optional<AppendedEvent> tip(DidKey signer, LogScope scope) {
    try (Scan scan = store.scan(LogKeys.chain(LogKeys.chainOf(signer, scope)))) {
      return scan.next() ? table.at(LogKeys.lastLong(scan.value())) : Optional.empty();
    }
  }

  /** Up to {@code limit} events that match, the newest first, behind a mark or from the start. */
  public Page query(Filter filter, @Nullable PageMark after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " events");
    }
    try (Snapshot snapshot = store.snapshot()) {
      return new FilterScan(snapshot, decoder, filter, FilterScan.MAX_LOOKS).page(after, limit);
    }
  }

  /** How many events match. */
  public long count(Filter filter) {
    try (Snapshot snapshot = store.snapshot()) {
      if (filter.equals(Filter.ALL)) {
        return new EventTable(snapshot, decoder).number("head");
      }
      long[] count = {0};
      Optional<PageMark> mark = Optional.empty();
      do {
        mark =
            new FilterScan(snapshot, decoder, filter, FilterScan.MAX_LOOKS)
                .visit(
                    mark.orElse(null),
                    event -> {
                      count[0]++;
                      return true;
                    });
      } while (mark.isPresent());
      return count[0];
    }
  }

  /** The place behind the last event. */
  public Cursor head() {
    return tail.cursor(tail.head());
  }

  /** The earliest place from which everything can still be replayed whole. */
  public Cursor start() {
    return tail.cursor(table.number("floor"));
  }

  /**
   * Forgets the payloads of events up to a cursor for good, control events excepted: their headers
   * stay, and what was forgotten is not taken again from anyone.
   *
   * @return done when all is forgotten; {@link #purged} tells when the bytes are gone
   * @throws UnsupportedOperationException where what follows the log needs the payloads
   */
  public CompletionStage<Void> forget(Cursor upTo) throws CursorException {
    requireOwn(upTo);
    if (needsPayloads) {
      throw new UnsupportedOperationException(
          "a log that a state is folded from forgets nothing; erase events take payloads from it");
    }
    CompletionStage<Void> done = retention.forget(upTo.position());
    intake.nudge();
    return done;
  }

  /** The events behind a cursor that match, those to come included. */
  public Subscription subscribe(Filter filter, Cursor after) throws CursorException {
    requireOwn(after);
    if (after.position() < table.number("floor")) {
      throw new CursorException(CursorException.Reason.TOO_OLD);
    }
    return new Subscription(tail, filter, after.position());
  }

  private void requireOwn(Cursor cursor) throws CursorException {
    if (!cursor.log().equals(id)) {
      throw new CursorException(CursorException.Reason.OTHER_LOG);
    } else if (cursor.position() > tail.head()) {
      throw new CursorException(CursorException.Reason.AHEAD);
    }
  }

  /** All events that match from the very first on, those without their payload included. */
  Subscription replay(Filter filter) {
    return new Subscription(tail, filter, 0);
  }

  /** The erase events that name a target. */
  List<EventId> erases() {
    List<EventId> erases = new ArrayList<>();
    KeyRange marks = LogKeys.table(LogKeys.ERASE);
    int eraseAt = marks.from().size() + EventId.DIGEST_BYTES;
    try (Scan scan = store.scan(marks)) {
      while (scan.next()) {
        if (scan.key().size() > eraseAt) {
          erases.add(new EventId(scan.key().from(eraseAt)));
        }
      }
    }
    return erases;
  }

  /**
   * Done when everything that may come in by what was acknowledged so far is in the log: an event
   * that waited is then either found, or it waits still, or it was not let in. A failure where the
   * log fails or is closed.
   */
  public CompletionStage<Void> settled() {
    CompletionStage<Void> settled = settlement.next();
    intake.nudge();
    return settled;
  }

  /** What waits, in the order of its arrival. */
  public List<DecodedEvent> held() {
    return holdBack.all().stream().map(held -> held.event().event()).toList();
  }

  /** What signers did that breaks the order of their own logs. */
  public List<Evidence> evidence() {
    List<Evidence> found = new ArrayList<>();
    try (Scan scan = store.scan(LogKeys.table(LogKeys.EVIDENCE))) {
      while (scan.next()) {
        found.add(Evidence.decode(scan.key(), scan.value()));
      }
    }
    return found;
  }

  /** Events that are not here, though others name them as the one before in their signer's log. */
  public List<EventId> gaps(int most) {
    List<EventId> missing = new ArrayList<>();
    KeyRange gaps = LogKeys.table(LogKeys.GAP);
    int idAt = gaps.from().size();
    try (Scan scan = store.scan(gaps)) {
      boolean isThere = scan.next();
      while (isThere && missing.size() < most) {
        EventId gap = new EventId(scan.key().slice(idAt, idAt + EventId.DIGEST_BYTES));
        missing.add(gap);
        Optional<Bytes> behind = KeyRange.startingWith(LogKeys.gap(gap)).to();
        isThere = behind.isPresent() && scan.seek(behind.get());
      }
    }
    return missing;
  }

  /** Done when the bytes of everything erased so far are out of the store's files. */
  public CompletionStage<Void> purged() {
    return threads.purge();
  }

  public LogStats stats() {
    return new LogStats(
        id.toHex(),
        tail.head(),
        table.number("bytes"),
        table.number("floor"),
        holdBack.size(),
        holdBack.bytes(),
        intake.size(),
        store.stats());
  }

  /**
   * Where whoever follows the log commits what it makes of it in the same store: its commits and
   * the log's take turns. Small ones, since the log waits meanwhile; where one fails, so does the
   * log.
   */
  public Commits commits() {
    return turn;
  }

  /** Done, with the reason, when the log can go on no longer. */
  public CompletionStage<Void> failure() {
    return failure.minimalCompletionStage();
  }

  /** Reads all of the log again and checks it; see {@link LogCheck}. */
  public LogCheck.Report check(LogCheck.Progress progress) {
    try (Snapshot snapshot = store.snapshot()) {
      return new LogCheck(snapshot, decoder, grants, progress).run();
    }
  }

  /** Finishes what is under way, and closes the store. */
  @Override
  public void close() {
    intake.close();
    threads.close();
    tail.close();
    store.close();
  }
}
