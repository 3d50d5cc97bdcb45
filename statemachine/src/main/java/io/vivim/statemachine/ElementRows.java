package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.Multihash;
import io.vivim.statemachine.model.Coded;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Merge;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a field whose elements are too many for the row of its entity: each has its own.
 *
 * <pre>
 *   02 1b | entity | size of the name 2 | name | merge | SHA-256 of the element's key 32
 *                                                   the list [key, element]
 * </pre>
 */
record ElementRows(RowSource rows, Bytes entity, String field, Merge merge)
    implements Elements.Stored {

  @Override
  public Optional<Bytes> get(Bytes key) {
    Bytes row = row(key);
    return rows.get(row).map(value -> element(rows, row, value).get(1));
  }

  @Override
  public NavigableMap<Bytes, Bytes> all() {
    NavigableMap<Bytes, Bytes> all = new TreeMap<>();
    for (RowSource.Row row : rows.startingWith(prefix())) {
      List<Bytes> element = element(rows, row.key(), row.value());
      all.put(element.get(0), element.get(1));
    }
    return all;
  }

  private static List<Bytes> element(RowSource rows, Bytes row, Bytes value) {
    return Coded.list(Coded.read(LargeRows.whole(rows, row, value))).stream()
        .map(Coded::bytes)
        .toList();
  }

  private Bytes prefix() {
    Bytes name = Bytes.utf8(field);
    Bytes size =
        Bytes.owning(ByteBuffer.allocate(Short.BYTES).putShort((short) name.size()).array());
    return StateKeys.key(StateKeys.ELEMENT, entity, size, name, Bytes.utf8(merge.text()));
  }

  private Bytes row(Bytes key) {
    return Bytes.concat(prefix(), Multihash.sha256(key).digest());
  }

  /** Writes the elements that are otherwise than they lie here. */
  static void change(Rows rows, ElementRows at, Elements elements) {
    elements.forEachChange(
        (key, element) -> {
          Bytes row = at.row(key);
          put(rows, row, key, element, rows.get(row));
        });
  }

  /** Writes these elements in place of all that lie here. */
  static void replace(Rows rows, ElementRows at, Map<Bytes, Bytes> elements) {
    Map<Bytes, Bytes> left = new HashMap<>();
    rows.startingWith(at.prefix()).forEach(row -> left.put(row.key(), row.value()));
    elements.forEach(
        (key, element) -> {
          Bytes row = at.row(key);
          put(rows, row, key, element, Optional.ofNullable(left.remove(row)));
        });
    left.forEach((row, value) -> LargeRows.delete(rows, row, Optional.of(value)));
  }

  private static void put(Rows rows, Bytes row, Bytes key, Bytes element, Optional<Bytes> before) {
    if (element.isEmpty()) {
      LargeRows.delete(rows, row, before);
      return;
    }
    Bytes value = DagCbor.encode(Ipld.listOf(Ipld.of(key), Ipld.of(element)));
    if (!before.equals(Optional.of(value))) {
      LargeRows.put(rows, row, value, before);
    }
  }
}
