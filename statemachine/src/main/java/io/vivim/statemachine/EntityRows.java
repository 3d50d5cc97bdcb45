package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.statemachine.ElementRows.Part;
import io.vivim.statemachine.ElementRows.Place;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.StoreView;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How entities lie in rows: most in one. What one has many of has rows of its own, so that no row
 * is much larger than what one event writes.
 */
final class EntityRows {
  private EntityRows() {}

  /** An entity into which events are to be folded. */
  static Optional<EntityState> findToGoOn(Rows rows, EntityName name) {
    return rows.get(StateKeys.entity(name)).map(value -> decodeToGoOn(rows, name, value));
  }

  /** The entity of a row that was read already, or is to be written. */
  static EntityState decodeToGoOn(Rows rows, EntityName name, Bytes value) {
    return EntityState.decode(value, true, new Place(rows, name.key()));
  }

  static Optional<EntityState> find(StoreView view, EntityName name) {
    return find(view, StateKeys.entity(name));
  }

  /** The entity of a row of the table of entities. */
  static Optional<EntityState> find(StoreView view, Bytes key) {
    return view.get(key).map(value -> decode(view, key, value));
  }

  /** The entity of a row that was read already. */
  static EntityState decode(StoreView view, Bytes key, Bytes value) {
    return EntityState.decode(value, false, place(view, key));
  }

  private static Place place(StoreView view, Bytes key) {
    return new Place(RowSource.of(view), key.from(StateKeys.TABLE_BYTES));
  }

  /** An entity all of which lies in one row, so that no commit comes in between. */
  static Optional<EntityState> findInOneRow(StoreView view, EntityName name) {
    Bytes key = StateKeys.entity(name);
    return view.get(key)
        .flatMap(
            value -> {
              Place place = place(view, key);
              EntityState state = EntityState.decode(value, false, place);
              return place.isUsed() ? Optional.empty() : Optional.of(state);
            });
  }

  /**
   * Writes an entity in place of what was there.
   *
   * @param mostBytes what there are many of and comes to more gets rows of its own
   * @return the entity as it lies in its own row
   */
  static Bytes write(Rows rows, Optional<EntityState> before, EntityState now, int mostBytes) {
    Elements fields = now.fields().elements(mostBytes);
    // Reads what comes back into the row, so that nothing may be deleted before it.
    Bytes value = now.encode(fields, mostBytes);
    EntityState old =
        before.orElseGet(() -> EntityState.empty(now.id(), now.kind(), now.scope(), now.first()));
    Place place = new Place(rows, now.name().key());
    writeElements(rows, place, old.fields(), now.fields(), mostBytes);
    ElementRows.write(
        rows, place.of(Part.FIELDS), old.fields().apart(), fields, Fields.most(mostBytes));
    ElementRows.write(rows, place.of(Part.PARENTS), old.parents(), now.parents(), mostBytes);
    Lineage was = old.lineage();
    Lineage is = now.lineage();
    ElementRows.write(rows, place.of(Part.HEADS), was.heads(), is.heads(), mostBytes);
    ElementRows.write(rows, place.of(Part.SIGNERS), was.signers(), is.signers(), mostBytes);
    rows.put(StateKeys.entity(now.name()), value);
    return value;
  }

  /** Writes the elements of fields. */
  private static void writeElements(
      Rows rows, Place place, Fields before, Fields now, int mostBytes) {
    for (String name : now.changed(before)) {
      Map<Merge, Field> was = before.get(name);
      Map<Merge, Field> is = now.get(name);
      Set<Merge> merges = EnumSet.noneOf(Merge.class);
      merges.addAll(was.keySet());
      merges.addAll(is.keySet());
      for (Merge merge : merges) {
        ElementRows.write(
            rows,
            place.of(name, merge),
            elements(was.get(merge)),
            elements(is.get(merge)),
            mostBytes);
      }
    }
  }

  private static Elements elements(@Nullable Field field) {
    return field == null ? Elements.NONE : field.elements().orElse(Elements.NONE);
  }
}
