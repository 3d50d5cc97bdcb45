package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventVerifier;
import io.vivim.events.VerifiedEvent;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Layouts;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.StoreView;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** What is done once when a log is opened; none of it grows with the length of the log. */
final class LogOpening {
  /** Events whose index entries one commit moves. */
  private static final int MOVED_AT_ONCE = 1000;

  private LogOpening() {}

  /** Makes the log where there is none, and brings an older one up to date. */
  static void prepare(Store store) {
    Layouts.open(store, LogKeys.LAYOUT, LogKeys.LAYOUT_VERSION, List.of(LogOpening::divideIndex));
    if (store.get(LogKeys.meta("id")).isEmpty()) {
      byte[] id = new byte[Cursor.LOG_ID_BYTES];
      new SecureRandom().nextBytes(id);
      Batch batch = Step.CREATE.batch();
      batch.put(LogKeys.meta("id"), Bytes.owning(id));
      store.commit(batch, Durability.SYNC);
    }
  }

  /** From version 1 to 2: entries of what is not public go into a section of their own. */
  private static Optional<Bytes> divideIndex(StoreView view, Optional<Bytes> from, Batch batch) {
    EventTable table = new EventTable(view, new EventDecoder());
    long first = from.map(at -> at.longAt(0)).orElse(1L);
    long behind = Math.min(table.number("head") + 1, first + MOVED_AT_ONCE);
    for (long position = first; position < behind; position++) {
      DecodedEvent event = table.at(position).orElseThrow().event();
      if (!event.logScope().isPublic()) {
        for (Bytes key : IndexKey.of(event, event.logScope(), position)) {
          batch.delete(IndexKey.withoutSection(key)).put(key, Bytes.EMPTY);
        }
      }
    }
    return behind > table.number("head") ? Optional.empty() : Optional.of(LogKeys.ofLong(behind));
  }

  static Bytes idOf(Store store) {
    return store.get(LogKeys.meta("id")).orElseThrow();
  }

  /** Takes up what waited when the log was closed. */
  static void restoreHeld(
      Store store, EventDecoder decoder, EventVerifier verifier, Appender appender, long now) {
    try (Scan scan = store.scan(LogKeys.table(LogKeys.HELD))) {
      while (scan.next()) {
        long arrival = LogKeys.lastLong(scan.key());
        HeldRecord record = HeldRecord.decode(scan.value()).orElseThrow(() -> unreadable(arrival));
        Optional<VerifiedEvent> event =
            good(decoder.decode(record.raw())).flatMap(decoded -> good(verifier.verify(decoded)));
        appender.restoreHeld(
            arrival, record.source(), event.orElseThrow(() -> unreadable(arrival)), now);
      }
    }
  }

  private static <T> Optional<T> good(Checked<T> checked) {
    return checked instanceof Checked.Good<T> good ? Optional.of(good.value()) : Optional.empty();
  }

  private static StoreException unreadable(long arrival) {
    return new StoreException(
        StoreError.CORRUPT, "the event that waits as number " + arrival + " cannot be read", null);
  }
}
