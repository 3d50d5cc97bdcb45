package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.statemachine.model.Room;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the rows of the state are read. */
interface RowSource {
  /** A row. */
  record Row(Bytes key, Bytes value) {}

  Optional<Bytes> get(Bytes key);

  /** The first rows of a range that there is room for, in order. */
  List<Row> in(KeyRange range, Room room);

  /** The first row of a range. */
  Optional<Row> firstIn(KeyRange range);

  /** All rows that begin with a prefix, in order. */
  default List<Row> startingWith(Bytes prefix) {
    return in(KeyRange.startingWith(prefix), Room.endless());
  }

  /** The rows of a store, or of a snapshot of it. */
  static RowSource of(StoreView view) {
    return new RowSource() {
      @Override
      public Optional<Bytes> get(Bytes key) {
        return view.get(key);
      }

      @Override
      public Optional<Row> firstIn(KeyRange range) {
        try (Scan scan = view.scan(range)) {
          return scan.next()
              ? Optional.of(new Row(scan.key().compact(), scan.value().compact()))
              : Optional.empty();
        }
      }

      @Override
      public List<Row> in(KeyRange range, Room room) {
        List<Row> rows = new ArrayList<>();
        try (Scan scan = view.scan(range)) {
          while (scan.next() && room.take(scan.key().size() + scan.value().size())) {
            rows.add(new Row(scan.key().compact(), scan.value().compact()));
          }
        }
        return rows;
      }
    };
  }
}
