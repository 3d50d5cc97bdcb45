package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Room;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of the state as they will be after the commit that is being made; the writer's. */
final class Rows implements RowSource {
  /** Larger rows are read again each time, or those of a commit would fill the memory. */
  private static final int MAX_KNOWN_BYTES = 4096;

  private final StoreView store;

  /** What the commit changes, empty where it deletes. */
  private final NavigableMap<Bytes, Optional<Bytes>> changed = new TreeMap<>();

  /** Rows that were read, as they are in the store: most are asked for several times. */
  private final Map<Bytes, Optional<Bytes>> known = new HashMap<>();

  private final EmptyRanges empty = new EmptyRanges();

  Rows(StoreView store) {
    this.store = store;
  }

  /** Reads at once what will be asked for. */
  void expect(List<Bytes> keys) {
    List<Optional<Bytes>> values = store.getAll(keys);
    for (int i = 0; i < keys.size(); i++) {
      known.put(keys.get(i), values.get(i));
    }
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    Optional<Bytes> own = changed.get(key);
    if (own != null) {
      return own;
    }
    Optional<Bytes> read = known.get(key);
    if (read == null) {
      read = store.get(key);
      if (read.isEmpty() || read.get().size() <= MAX_KNOWN_BYTES) {
        known.put(key, read);
      }
    }
    return read;
  }

  void put(Bytes key, Bytes value) {
    empty.put(key);
    changed.put(key, Optional.of(value));
  }

  void delete(Bytes key) {
    changed.put(key, Optional.empty());
  }

  @Override
  public Optional<Row> firstIn(KeyRange range) {
    NavigableMap<Bytes, Optional<Bytes>> own = changedIn(range);
    try (Scan scan = store.scan(range)) {
      boolean isThere = scan.next();
      while (isThere && own.containsKey(scan.key())) {
        // The commit has another one there, or none.
        isThere = scan.next();
      }
      for (Map.Entry<Bytes, Optional<Bytes>> each : own.entrySet()) {
        if (isThere && scan.key().compareTo(each.getKey()) < 0) {
          break;
        } else if (each.getValue().isPresent()) {
          return Optional.of(new Row(each.getKey(), each.getValue().get()));
        }
      }
      return isThere
          ? Optional.of(new Row(scan.key().compact(), scan.value().compact()))
          : Optional.empty();
    }
  }

  private NavigableMap<Bytes, Optional<Bytes>> changedIn(KeyRange range) {
    NavigableMap<Bytes, Optional<Bytes>> own = changed.tailMap(range.from(), true);
    return range.to().isPresent() ? own.headMap(range.to().get(), false) : own;
  }

  @Override
  public List<Row> in(KeyRange range, Room room) {
    NavigableMap<Bytes, Optional<Bytes>> own = changedIn(range);
    NavigableMap<Bytes, Bytes> found = stored(range);
    own.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            found.put(key, value.get());
          } else {
            found.remove(key);
          }
        });
    List<Row> rows = new ArrayList<>(found.size());
    for (Map.Entry<Bytes, Bytes> each : found.entrySet()) {
      if (!room.take(each.getKey().size() + each.getValue().size())) {
        break;
      }
      rows.add(new Row(each.getKey(), each.getValue()));
    }
    return rows;
  }

  /** The rows of a range as they are in the store. */
  private NavigableMap<Bytes, Bytes> stored(KeyRange range) {
    NavigableMap<Bytes, Bytes> found = new TreeMap<>();
    if (empty.covers(range)) {
      return found;
    }
    try (Scan scan = store.scan(range)) {
      while (scan.next()) {
        found.put(scan.key().compact(), scan.value().compact());
      }
    }
    if (found.isEmpty() && changedIn(range).values().stream().allMatch(Optional::isEmpty)) {
      empty.add(range);
    }
    return found;
  }

  /** The ids that end the keys of a table which begin so. */
  List<EventId> idsBehind(int table, Bytes first) {
    return startingWith(StateKeys.key(table, first)).stream()
        .map(row -> StateKeys.lastId(row.key()))
        .toList();
  }

  List<EventId> idsBehind(int table, EventId first) {
    return idsBehind(table, first.digest());
  }

  /** Whether any row begins with a prefix, of those from which none is deleted. */
  boolean isAny(Bytes prefix) {
    Bytes own = changed.ceilingKey(prefix);
    if (own != null && own.startsWith(prefix)) {
      return true;
    }
    try (Scan scan = store.scan(KeyRange.startingWith(prefix))) {
      return scan.next();
    }
  }

  /**
   * Goes through the keys of a range in the store.
   *
   * @param visitor answers from which key on to go on, if not from the next one
   */
  void skim(KeyRange range, Function<Bytes, Optional<Bytes>> visitor) {
    try (Scan scan = store.scan(range)) {
      boolean isThere = scan.next();
      while (isThere) {
        Optional<Bytes> on = visitor.apply(scan.key().compact());
        isThere = on.isEmpty() ? scan.next() : scan.seek(on.get());
      }
    }
  }

  /** Visits the keys in the store that begin with a prefix, and answers whether those were all. */
  boolean visit(Bytes prefix, int most, Consumer<Bytes> visitor) {
    try (Scan scan = store.scan(KeyRange.startingWith(prefix))) {
      for (int looks = 0; scan.next(); looks++) {
        if (looks == most) {
          return false;
        }
        visitor.accept(scan.key());
      }
      return true;
    }
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
    known.clear();
  }
}
