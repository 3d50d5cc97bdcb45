package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.StoreView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How entities lie in rows: most in one; a large one, which no store would hold as one value, in
 * parts.
 *
 * <pre>
 *   02 01 | entity            the entity; or ff | number of parts 4
 *   02 1a | entity | part 4   bytes of the entity
 * </pre>
 */
final class EntityRows {
  /** The largest value that is written. */
  static final int MAX_PART_BYTES = 1024 * 1024;

  private static final int IN_PARTS = 0xff;

  private EntityRows() {}

  /** An entity into which events are to be folded. */
  static Optional<EntityState> findToGoOn(Function<Bytes, Optional<Bytes>> rows, EntityName name) {
    Bytes key = StateKeys.entity(name);
    return rows.apply(key).map(value -> EntityState.decode(whole(rows, key, value), true));
  }

  static Optional<EntityState> find(StoreView store, EntityName name) {
    return find(store::get, StateKeys.entity(name));
  }

  /** The entity of a row of the table of entities. */
  static Optional<EntityState> find(Function<Bytes, Optional<Bytes>> rows, Bytes key) {
    return rows.apply(key).map(value -> decode(rows, key, value));
  }

  /** The entity of a row that was read already. */
  static EntityState decode(Function<Bytes, Optional<Bytes>> rows, Bytes key, Bytes value) {
    return EntityState.decode(whole(rows, key, value), false);
  }

  private static Bytes whole(Function<Bytes, Optional<Bytes>> rows, Bytes key, Bytes value) {
    if (value.at(0) != IN_PARTS) {
      return value;
    }
    List<Bytes> parts = new ArrayList<>();
    for (int part = 0; part < partsIn(value); part++) {
      parts.add(
          rows.apply(partKey(key, part))
              .orElseThrow(() -> new IllegalStateException("a part of an entity is not there")));
    }
    return Bytes.concat(parts.toArray(new Bytes[0]));
  }

  /** In how many parts a row says that its entity lies; none where it holds all of it. */
  static int partsIn(Bytes value) {
    return value.at(0) == IN_PARTS ? ByteBuffer.wrap(value.from(1).toArray()).getInt() : 0;
  }

  /** Writes an entity in place of what lies under its name. */
  static void write(Rows rows, Bytes key, Bytes value, int partsBefore) {
    int parts =
        value.size() <= MAX_PART_BYTES ? 0 : (value.size() + MAX_PART_BYTES - 1) / MAX_PART_BYTES;
    for (int part = 0; part < parts; part++) {
      int from = part * MAX_PART_BYTES;
      Bytes bytes = value.slice(from, Math.min(value.size(), from + MAX_PART_BYTES));
      rows.put(partKey(key, part), bytes);
    }
    for (int part = parts; part < partsBefore; part++) {
      rows.delete(partKey(key, part));
    }
    rows.put(
        key,
        parts == 0
            ? value
            : Bytes.owning(ByteBuffer.allocate(5).put((byte) IN_PARTS).putInt(parts).array()));
  }

  private static Bytes partKey(Bytes key, int part) {
    Bytes number = Bytes.owning(ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
    return StateKeys.key(StateKeys.PART, key.from(key.size() - EntityName.KEY_BYTES), number);
  }
}
