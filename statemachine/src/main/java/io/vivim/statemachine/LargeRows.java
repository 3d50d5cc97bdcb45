package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose values may come to more than a store holds as one: most lie as they are; a large one
 * in parts.
 *
 * <pre>
 *   key                           the value; or ff | number of parts 4
 *   02 1a | rest of key | part 4  bytes of the value
 * </pre>
 */
final class LargeRows {
  /** The largest value that is written. */
  static final int MAX_PART_BYTES = 1024 * 1024;

  /** No value that is written begins with it. */
  private static final int IN_PARTS = 0xff;

  private LargeRows() {}

  /** All of the value of a row that was read. */
  static Bytes whole(RowSource rows, Bytes key, Bytes value) {
    if (!isInParts(value)) {
      return value;
    }
    List<Bytes> parts = new ArrayList<>();
    for (int part = 0; part < partsIn(value); part++) {
      parts.add(
          rows.get(partKey(key, part))
              .orElseThrow(() -> new IllegalStateException("a part of a row is not there")));
    }
    return Bytes.concat(parts.toArray(new Bytes[0]));
  }

  static boolean isInParts(Bytes value) {
    return value.at(0) == IN_PARTS;
  }

  private static int partsIn(Bytes value) {
    return isInParts(value) ? ByteBuffer.wrap(value.from(1).toArray()).getInt() : 0;
  }

  /**
   * Writes a value.
   *
   * @param before what lies there
   */
  static void put(Rows rows, Bytes key, Bytes value, Optional<Bytes> before) {
    int parts =
        value.size() <= MAX_PART_BYTES ? 0 : (value.size() + MAX_PART_BYTES - 1) / MAX_PART_BYTES;
    for (int part = 0; part < parts; part++) {
      int from = part * MAX_PART_BYTES;
      Bytes bytes = value.slice(from, Math.min(value.size(), from + MAX_PART_BYTES));
      rows.put(partKey(key, part), bytes);
    }
    deleteParts(rows, key, parts, before);
    rows.put(
        key,
        parts == 0
            ? value
            : Bytes.owning(ByteBuffer.allocate(5).put((byte) IN_PARTS).putInt(parts).array()));
  }

  static void delete(Rows rows, Bytes key, Optional<Bytes> before) {
    deleteParts(rows, key, 0, before);
    rows.delete(key);
  }

  private static void deleteParts(Rows rows, Bytes key, int from, Optional<Bytes> before) {
    int parts = before.map(LargeRows::partsIn).orElse(0);
    for (int part = from; part < parts; part++) {
      rows.delete(partKey(key, part));
    }
  }

  private static Bytes partKey(Bytes key, int part) {
    Bytes number = Bytes.owning(ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
    return StateKeys.key(StateKeys.PART, key.from(StateKeys.TABLE_BYTES), number);
  }
}
