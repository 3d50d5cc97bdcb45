package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.CauseCheck;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import io.vivim.events.LogScope;
import io.vivim.events.VerifiedEvent;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Reads all of a log again and believes nothing: signatures, payloads, causes, clocks, chains, and
 * every entry of every index, in both directions.
 */
public final class LogCheck {
  /** Problems that are told one by one; the rest are counted. */
  public static final int MAX_TOLD = 100;

  /** Events that are read before they are checked on all cores. */
  private static final int CHUNK_EVENTS = 1024;

  private final Snapshot snapshot;
  private final EventDecoder decoder;
  private final EventTable table;
  private final EventVerifier verifier = new EventVerifier(SignatureVerifier.create());
  private final Progress progress;
  private final long floor;
  private final Grants grants;
  private final LogTally tally = new LogTally();
  private final AtomicLong problems = new AtomicLong();

  /** The first problems; guarded by itself. */
  private final List<Problem> told = new ArrayList<>();

  /** Who is told how far a check has come. */
  @FunctionalInterface
  public interface Progress {
    Progress NONE = (done, total) -> {};

    void at(long done, long total);
  }

  /** Something that is not as it should be; position 0 where it is of no one event. */
  public record Problem(long position, String text) {
    @Override
    public String toString() {
      return position == 0 ? text : "position " + position + ": " + text;
    }
  }

  /**
   * What a check found.
   *
   * @param problems how many there are, of which the first are in {@code told}
   */
  public record Report(long events, long problems, List<Problem> told) {
    public Report {
      told = List.copyOf(told);
    }

    public boolean isClean() {
      return problems == 0;
    }
  }

  LogCheck(Snapshot snapshot, EventDecoder decoder, Grants grants, Progress progress) {
    this.snapshot = snapshot;
    this.decoder = decoder;
    this.grants = grants;
    this.table = new EventTable(snapshot, decoder);
    this.floor = table.number("floor");
    this.progress = progress;
  }

  /** An entry of the table of events as it lies there. */
  private record Entry(long position, Bytes value) {}

  Report run() {
    long head = table.number("head");
    long next = 1;
    try (Scan scan = snapshot.scan(LogKeys.table(LogKeys.EVENT))) {
      List<Entry> chunk = new ArrayList<>(CHUNK_EVENTS);
      while (scan.next()) {
        long position = LogKeys.lastLong(scan.key());
        if (position != next) {
          tell(next, "the event is missing");
        }
        next = position + 1;
        chunk.add(new Entry(position, scan.value()));
        if (chunk.size() == CHUNK_EVENTS) {
          check(chunk);
          progress.at(position, head);
        }
      }
      check(chunk);
    }
    progress.at(head, head);
    if (next - 1 != head) {
      tell(0, "the log should end at " + head + " and ends at " + (next - 1));
    }
    tally.compare(snapshot, table, head, text -> tell(0, text));
    checkHeld();
    synchronized (told) {
      return new Report(next - 1, problems.get(), told);
    }
  }

  private void check(List<Entry> chunk) {
    IntStream.range(0, chunk.size()).parallel().forEach(i -> check(chunk.get(i)));
    chunk.clear();
  }

  private void check(Entry entry) {
    LogRecord record;
    try {
      record = LogRecord.decode(entry.value());
    } catch (IndexOutOfBoundsException e) {
      tell(entry.position(), "the record cannot be read");
      return;
    }
    Checked<DecodedEvent> decoded = decoder.decode(record.raw());
    if (decoded instanceof Checked.Bad<DecodedEvent> bad) {
      tell(entry.position(), bad.rejection().toString());
      return;
    }
    DecodedEvent event = decoded.orThrow();
    if (verifier.verify(event) instanceof Checked.Bad<VerifiedEvent> bad) {
      tell(entry.position(), bad.rejection().toString());
    }
    IdEntry expected = new IdEntry(entry.position(), record.state());
    if (!table.entryOf(event.id()).equals(Optional.of(expected))) {
      tell(entry.position(), "the id does not lead here");
    }
    tally.event(event.header().signer(), event.header().type(), record.raw().size());
    checkPayload(entry.position(), record, event);
    checkCauses(entry.position(), event);
    checkIndexes(entry.position(), event);
    checkChain(entry.position(), event);
    checkErase(entry.position(), event);
  }

  private void checkPayload(long position, LogRecord record, DecodedEvent event) {
    boolean isControl = event.header().type().isControl();
    boolean isErased = !isControl && isErased(event);
    boolean isOld = !isControl && position <= floor;
    if (record.state() == LogRecord.State.ERASED && !isErased) {
      tell(position, "the payload is erased and nothing erased it");
    }
    if (record.state() == LogRecord.State.FORGOTTEN && !isOld) {
      tell(position, "the payload is forgotten and nothing that new was");
    }
    if (record.state() == LogRecord.State.HERE && isErased) {
      tell(position, "the payload is here though it was erased");
    }
    if (record.state() == LogRecord.State.HERE && isOld) {
      tell(position, "the payload is here though it was forgotten");
    }
    if (record.state() != LogRecord.State.HERE && isControl) {
      tell(position, "the payload of a control event is not here");
    }
  }

  /** Whether an erase event that stands names this one. */
  private boolean isErased(DecodedEvent event) {
    return snapshot.get(LogKeys.eraseTarget(event.id())).isPresent()
        && new Erasures(table, new Facts(table), grants).stands(EventFacts.of(event));
  }

  private void checkErase(long position, DecodedEvent event) {
    Optional<EventId> target = Erasures.targetOf(event);
    if (target.isPresent()) {
      tally.mark();
      if (snapshot.get(LogKeys.erase(target.get(), event.id())).isEmpty()
          || snapshot.get(LogKeys.eraseTarget(target.get())).isEmpty()) {
        tell(position, "what it erases is not marked");
      }
    }
  }

  private void checkCauses(long position, DecodedEvent event) {
    List<EventFacts> heads = known(position, event.header().prevVersion());
    List<EventFacts> cited = known(position, event.header().auth());
    boolean complete =
        heads.size() == event.header().prevVersion().size()
            && cited.size() == event.header().auth().size();
    if (complete) {
      Optional<EventFacts> first = new Facts(table).first(EventFacts.of(event));
      CauseCheck.check(event, heads, cited)
          .or(() -> grants.check(event, heads, first, cited))
          .ifPresent(found -> tell(position, found.toString()));
    }
  }

  /** The facts of causes, each of which stands in the log in front of what it causes. */
  private List<EventFacts> known(long position, List<EventId> causes) {
    List<EventFacts> found = new ArrayList<>();
    for (EventId cause : causes) {
      Optional<AppendedEvent> event = table.find(cause);
      if (event.isEmpty() || event.get().position() >= position) {
        tell(position, "the cause " + cause + " does not stand in front of it");
      } else {
        found.add(EventFacts.of(event.get().event()));
      }
    }
    return found;
  }

  private void checkIndexes(long position, DecodedEvent event) {
    LogScope scope = event.logScope();
    List<Bytes> keys = IndexKey.of(event, scope, position);
    tally.indexEntries(keys.size());
    for (Bytes key : keys) {
      if (snapshot.get(key).isEmpty()) {
        tell(position, "the index " + IndexKey.fieldOf(key) + " does not lead here");
      }
    }
  }

  /** The event's place in its signer's log, its link to the one before, and what is wrong there. */
  private void checkChain(long position, DecodedEvent event) {
    EventHeader header = event.header();
    Bytes chain = LogKeys.chainOf(header.signer(), event.logScope());
    Optional<Bytes> place = snapshot.get(LogKeys.chain(chain, header.seq()));
    if (place.isEmpty()) {
      tell(position, "the signer's log does not lead here");
    } else if (LogKeys.lastLong(place.get()) == position) {
      tally.place();
    } else {
      expectEvidence(position, Evidence.Kind.FORK, chain, event);
    }
    EventId prev = header.prev();
    if (prev == null) {
      return;
    }
    Optional<EventFacts> before = table.find(prev).map(AppendedEvent::event).map(EventFacts::of);
    if (before.isPresent() && !Chains.follows(EventFacts.of(event), before.get())) {
      expectEvidence(position, Evidence.Kind.BROKEN_LINK, chain, event);
    } else if (before.isEmpty()) {
      tally.gap();
      if (snapshot.get(LogKeys.gap(prev)).isEmpty()
          || snapshot.get(LogKeys.gap(prev, event.id())).isEmpty()) {
        tell(position, "the event before it is missing and that is not noted");
      }
    }
  }

  private void expectEvidence(long position, Evidence.Kind kind, Bytes chain, DecodedEvent event) {
    tally.evidence();
    if (snapshot.get(Evidence.key(kind, chain, event.header().seq(), event.id())).isEmpty()) {
      tell(position, "there is no evidence of its " + kind);
    }
  }

  private void checkHeld() {
    try (Scan scan = snapshot.scan(LogKeys.table(LogKeys.HELD))) {
      while (scan.next()) {
        boolean readable =
            HeldRecord.decode(scan.value())
                .flatMap(held -> good(decoder.decode(held.raw())))
                .flatMap(event -> good(verifier.verify(event)))
                .isPresent();
        if (!readable) {
          tell(
              0, "the event that waits as number " + LogKeys.lastLong(scan.key()) + " is not good");
        }
      }
    }
  }

  private static <T> Optional<T> good(Checked<T> checked) {
    return checked instanceof Checked.Good<T> good ? Optional.of(good.value()) : Optional.empty();
  }

  private void tell(long position, String text) {
    problems.incrementAndGet();
    synchronized (told) {
      if (told.size() < MAX_TOLD) {
        told.add(new Problem(position, text));
      }
    }
  }
}
