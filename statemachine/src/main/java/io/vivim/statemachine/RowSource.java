package io.vivim.statemachine;

import io.vivim.codec.Bytes;
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

  /** All rows that begin with a prefix, in order. */
  List<Row> startingWith(Bytes prefix);

  /** The rows of a store, or of a snapshot of it. */
  static RowSource of(StoreView view) {
    return new RowSource() {
      @Override
      public Optional<Bytes> get(Bytes key) {
        return view.get(key);
      }

      @Override
      public List<Row> startingWith(Bytes prefix) {
        List<Row> rows = new ArrayList<>();
        try (Scan scan = view.scan(KeyRange.startingWith(prefix))) {
          while (scan.next()) {
            rows.add(new Row(scan.key().compact(), scan.value().compact()));
          }
        }
        return rows;
      }
    };
  }
}
