package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows of the state as they will be after the commit that is being made; the writer's. */
final class Rows {
  private final StoreView store;

  /** What the commit changes, empty where it deletes. */
  private final NavigableMap<Bytes, Optional<Bytes>> changed = new TreeMap<>();

  /** Rows that were read ahead, as they are in the store. */
  private final Map<Bytes, Optional<Bytes>> expected = new HashMap<>();

  Rows(StoreView store) {
    this.store = store;
  }

  /** A row. */
  record Row(Bytes key, Bytes value) {}

  /** Reads at once what will be asked for. */
  void expect(List<Bytes> keys) {
    List<Optional<Bytes>> values = store.getAll(keys);
    for (int i = 0; i < keys.size(); i++) {
      expected.put(keys.get(i), values.get(i));
    }
  }

  Optional<Bytes> get(Bytes key) {
    Optional<Bytes> own = changed.get(key);
    if (own != null) {
      return own;
    }
    Optional<Bytes> read = expected.get(key);
    return read == null ? store.get(key) : read;
  }

  void put(Bytes key, Bytes value) {
    changed.put(key, Optional.of(value));
  }

  void delete(Bytes key) {
    changed.put(key, Optional.empty());
  }

  /** All rows that begin with a prefix, in order. */
  List<Row> startingWith(Bytes prefix) {
    KeyRange range = KeyRange.startingWith(prefix);
    NavigableMap<Bytes, Optional<Bytes>> own = changed.tailMap(prefix, true);
    if (range.to().isPresent()) {
      own = own.headMap(range.to().get(), false);
    }
    NavigableMap<Bytes, Bytes> found = new TreeMap<>();
    try (Scan scan = store.scan(range)) {
      while (scan.next()) {
        found.put(scan.key().compact(), scan.value().compact());
      }
    }
    own.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            found.put(key, value.get());
          } else {
            found.remove(key);
          }
        });
    List<Row> rows = new ArrayList<>(found.size());
    found.forEach((key, value) -> rows.add(new Row(key, value)));
    return rows;
  }

  /** The ids that end the keys of a table which begin with an id. */
  List<EventId> idsBehind(int table, EventId first) {
    return startingWith(StateKeys.of(table, first)).stream()
        .map(row -> StateKeys.lastId(row.key()))
        .toList();
  }

  /** The ids that the keys of a table begin with. */
  Set<EventId> firstIds(int table) {
    int at = StateKeys.table(table).size();
    Set<EventId> ids = new HashSet<>();
    for (Row row : startingWith(StateKeys.table(table))) {
      ids.add(new EventId(row.key().slice(at, at + EventId.DIGEST_BYTES).compact()));
    }
    return ids;
  }

  /** Adds all changes to a batch; the next commit begins. */
  void flush(Batch batch) {
    changed.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            batch.put(key, value.get());
          } else {
            batch.delete(key);
          }
        });
    changed.clear();
    expected.clear();
  }
}
