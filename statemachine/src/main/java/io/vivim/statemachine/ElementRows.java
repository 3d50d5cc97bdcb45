package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.Multihash;
import io.vivim.statemachine.model.Coded;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Room;
import io.vivim.store.KeyRange;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of what an entity has too many of for its own row: each has its own.
 *
 * <pre>
 *   02 1b | entity | of what | 00 | the element's key      the list [element]
 *   02 1b | entity | of what | 01 | SHA-256 of the key     the list [key, element], of longer keys
 *
 *   of what:  01  parents          03  signers of its events
 *             02  heads            04  fields
 *             05 | size of the name 2 | name | merge      elements of a field
 * </pre>
 *
 * @param prefix what the keys of the rows begin with
 */
record ElementRows(RowSource rows, Bytes prefix) implements Elements.Stored {
  /** Longer keys of elements stand in those of their rows by their hash. */
  private static final int MAX_KEY_BYTES = 128;

  private static final Bytes AS_IT_IS = oneByte(0);
  private static final Bytes HASHED = oneByte(1);
  private static final Bytes FIELD_ELEMENTS = oneByte(5);

  /** Of what an entity has one collection. */
  enum Part {
    PARENTS(1),
    HEADS(2),
    SIGNERS(3),
    FIELDS(4);

    private final byte inKeys;

    Part(int inKeys) {
      this.inKeys = (byte) inKeys;
    }
  }

  /** The rows of one entity; for one thread. */
  static final class Place {
    private final RowSource rows;
    private final Bytes entity;
    private boolean isUsed;

    /**
     * @param entity its key in them
     */
    Place(RowSource rows, Bytes entity) {
      this.rows = rows;
      this.entity = entity;
    }

    /** Whether anybody asked for any of them. */
    boolean isUsed() {
      return isUsed;
    }

    ElementRows of(Part part) {
      isUsed = true;
      return new ElementRows(rows, StateKeys.key(StateKeys.ELEMENT, entity, oneByte(part.inKeys)));
    }

    /** The elements of a field. */
    ElementRows of(String field, Merge merge) {
      isUsed = true;
      Bytes name = Bytes.utf8(field);
      Bytes size =
          Bytes.owning(ByteBuffer.allocate(Short.BYTES).putShort((short) name.size()).array());
      return new ElementRows(
          rows,
          StateKeys.key(
              StateKeys.ELEMENT, entity, FIELD_ELEMENTS, size, name, Bytes.utf8(merge.text())));
    }
  }

  private static Bytes oneByte(int value) {
    return Bytes.owning(new byte[] {(byte) value});
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    Bytes row = row(key);
    return rows.get(row).map(value -> element(row, value).getValue());
  }

  @Override
  public NavigableMap<Bytes, Bytes> all(Room room) {
    return elements(KeyRange.startingWith(prefix), room);
  }

  @Override
  public NavigableMap<Bytes, Bytes> below(Bytes end, Room room) {
    NavigableMap<Bytes, Bytes> found = in(Bytes.EMPTY, end, room);
    found.putAll(elements(KeyRange.startingWith(Bytes.concat(prefix, HASHED)), room));
    return found;
  }

  @Override
  public NavigableMap<Bytes, Bytes> in(Bytes from, Bytes to, Room room) {
    return elements(KeyRange.of(row(from), row(to)), room);
  }

  private NavigableMap<Bytes, Bytes> elements(KeyRange range, Room room) {
    NavigableMap<Bytes, Bytes> found = new TreeMap<>();
    for (RowSource.Row row : rows.in(range, room)) {
      Map.Entry<Bytes, Bytes> element = element(row.key(), row.value());
      found.put(element.getKey(), element.getValue());
    }
    return found;
  }

  @Override
  public Optional<Map.Entry<Bytes, Bytes>> firstIn(Bytes from, Bytes to) {
    return rows.firstIn(KeyRange.of(row(from), row(to)))
        .map(row -> element(row.key(), row.value()));
  }

  /** An element and its key. */
  private Map.Entry<Bytes, Bytes> element(Bytes row, Bytes value) {
    List<Bytes> parts = Coded.list(Coded.read(value)).stream().map(Coded::bytes).toList();
    return parts.size() == 1
        ? Map.entry(row.from(prefix.size() + AS_IT_IS.size()), parts.get(0))
        : Map.entry(parts.get(0), parts.get(1));
  }

  private Bytes row(Bytes key) {
    return isShort(key)
        ? Bytes.concat(prefix, AS_IT_IS, key)
        : Bytes.concat(prefix, HASHED, Multihash.sha256(key).digest());
  }

  private static boolean isShort(Bytes key) {
    return key.size() <= MAX_KEY_BYTES;
  }

  /**
   * Writes what there is now in place of what was there.
   *
   * @param before what lies here
   * @param mostBytes what comes to more lies here; else there are no rows
   */
  static void write(Rows rows, ElementRows at, Elements before, Elements now, int mostBytes) {
    if (!now.exceeds(mostBytes)) {
      if (before.isStored()) {
        replace(rows, at, Map.of());
      }
    } else if (now.isStored()) {
      now.forEachChange(
          (key, element) -> {
            Bytes row = at.row(key);
            if (element.isEmpty()) {
              rows.delete(row);
            } else {
              rows.put(row, encode(key, element));
            }
          });
    } else {
      replace(rows, at, now.all());
    }
  }

  private static void replace(Rows rows, ElementRows at, Map<Bytes, Bytes> elements) {
    Map<Bytes, Bytes> left = new HashMap<>();
    rows.startingWith(at.prefix()).forEach(row -> left.put(row.key(), row.value()));
    elements.forEach(
        (key, element) -> {
          Bytes row = at.row(key);
          Bytes value = encode(key, element);
          Bytes before = left.remove(row);
          if (before == null || !before.equals(value)) {
            rows.put(row, value);
          }
        });
    left.keySet().forEach(rows::delete);
  }

  private static Bytes encode(Bytes key, Bytes element) {
    return DagCbor.encode(
        isShort(key) ? Ipld.listOf(Ipld.of(element)) : Ipld.listOf(Ipld.of(key), Ipld.of(element)));
  }
}
