package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a check has found the log to come to, to be compared with the tables: each of their entries
 * was looked up from an event, so that where there are as many there are no others.
 */
final class LogTally {
  private static final SignerCounts.Count NONE = new SignerCounts.Count(0, 0);

  private final AtomicLong indexEntries = new AtomicLong();
  private final AtomicLong places = new AtomicLong();
  private final AtomicLong evidence = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private final AtomicLong marks = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<DidKey, SignerCounts.Count> signers = new ConcurrentHashMap<>();

  void event(DidKey signer, EventType type, int size) {
    signers.merge(
        signer, NONE.and(type), (one, other) -> one.plus(other.events(), other.removals()));
    bytes.addAndGet(size);
  }

  void indexEntries(int count) {
    indexEntries.addAndGet(count);
  }

  void place() {
    places.incrementAndGet();
  }

  void evidence() {
    evidence.incrementAndGet();
  }

  void gap() {
    gaps.incrementAndGet();
  }

  void mark() {
    marks.incrementAndGet();
  }

  /** Tells where a table or a figure differs. */
  void compare(StoreView store, EventTable table, long events, Consumer<String> tell) {
    Predicate<Bytes> all = key -> true;
    int idEnd = LogKeys.table(LogKeys.ERASE).from().size() + EventId.DIGEST_BYTES;
    Predicate<Bytes> pairs = key -> key.size() > idEnd;
    expect("ids", events, count(store, LogKeys.ID, all), tell);
    expect("index entries", indexEntries.get(), count(store, LogKeys.INDEX, all), tell);
    expect("places in signers' logs", places.get(), count(store, LogKeys.CHAIN, all), tell);
    expect("pieces of evidence", evidence.get(), count(store, LogKeys.EVIDENCE, all), tell);
    expect("links to missing events", gaps.get(), count(store, LogKeys.GAP, pairs), tell);
    expect("erase marks", marks.get(), count(store, LogKeys.ERASE, pairs), tell);
    expect("signers", signers.size(), count(store, LogKeys.SIGNER, all), tell);
    expect("bytes of events", bytes.get(), table.number("bytes"), tell);
    SignerCounts counts = new SignerCounts(store);
    signers.forEach(
        (signer, count) -> {
          if (!counts.of(signer).equals(count)) {
            tell.accept("the events of " + signer + " are miscounted");
          }
        });
  }

  private static long count(StoreView store, byte table, Predicate<Bytes> counts) {
    long found = 0;
    try (Scan scan = store.scan(LogKeys.table(table))) {
      while (scan.next()) {
        found += counts.test(scan.key()) ? 1 : 0;
      }
    }
    return found;
  }

  private static void expect(String what, long expected, long found, Consumer<String> tell) {
    if (found != expected) {
      tell.accept("there should be " + expected + " " + what + " and there are " + found);
    }
  }
}
