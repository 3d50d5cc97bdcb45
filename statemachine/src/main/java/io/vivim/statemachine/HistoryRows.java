package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of the events of one entity, in the order of time. */
final class HistoryRows {
  private final StoreView store;
  private final EntityName entity;

  HistoryRows(StoreView store, EntityName entity) {
    this.store = store;
    this.entity = entity;
  }

  /** A page of the oldest ones. */
  HistoryPage first(int limit) {
    try (Scan scan = store.scan(range())) {
      return page(scan, scan.next(), limit);
    }
  }

  /** The page behind an event; nothing where that is none of the entity. */
  Optional<HistoryPage> behind(DecodedEvent event, int limit) {
    if (!EntityName.of(event).equals(entity)) {
      return Optional.empty();
    }
    Bytes last = StateKeys.history(entity, event.header().timestamp(), event.id());
    try (Scan scan = store.scan(range())) {
      // A snapshot may be older than an event that just came.
      return scan.seek(last) && scan.key().equals(last)
          ? Optional.of(page(scan, scan.next(), limit))
          : Optional.empty();
    }
  }

  private KeyRange range() {
    return KeyRange.startingWith(StateKeys.history(entity));
  }

  private static HistoryPage page(Scan scan, boolean isOnFirst, int limit) {
    List<HistoryEntry> entries = new ArrayList<>();
    boolean isThere = isOnFirst;
    while (isThere && entries.size() < limit) {
      entries.add(entry(scan));
      isThere = scan.next();
    }
    return new HistoryPage(
        entries, isThere ? Optional.of(entries.get(entries.size() - 1).event()) : Optional.empty());
  }

  private static HistoryEntry entry(Scan scan) {
    Bytes key = scan.key();
    Timestamp time = new Timestamp(key.longAt(key.size() - EventId.DIGEST_BYTES - Long.BYTES));
    Verdict verdict = Verdict.decode(scan.value()).orElse(Verdict.COUNTS);
    return new HistoryEntry(StateKeys.lastId(key), time, verdict);
  }
}
