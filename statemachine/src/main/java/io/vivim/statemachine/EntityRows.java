package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.StoreView;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How entities lie in rows: most in one. Of a field of many values each has a row of its own, and
 * what is large all the same lies in parts.
 */
final class EntityRows {
  private EntityRows() {}

  /** An entity into which events are to be folded. */
  static Optional<EntityState> findToGoOn(Rows rows, EntityName name) {
    return rows.get(StateKeys.entity(name)).map(value -> decodeToGoOn(rows, name, value));
  }

  /** The entity of a row that was read already, or is to be written. */
  static EntityState decodeToGoOn(Rows rows, EntityName name, Bytes value) {
    Bytes whole = LargeRows.whole(rows, StateKeys.entity(name), value);
    return EntityState.decode(
        whole, true, (field, merge) -> new ElementRows(rows, name.key(), field, merge));
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
    RowSource rows = RowSource.of(view);
    Bytes whole = LargeRows.whole(rows, key, value);
    return EntityState.decode(
        whole,
        false,
        (field, merge) ->
            new ElementRows(rows, key.from(StateKeys.TABLE_BYTES).compact(), field, merge));
  }

  /** An entity all of which lies in one row, so that no commit comes in between. */
  static Optional<EntityState> findInOneRow(StoreView view, EntityName name) {
    Bytes key = StateKeys.entity(name);
    return view.get(key)
        .filter(value -> !LargeRows.isInParts(value))
        .map(value -> decode(view, key, value))
        .filter(state -> !hasElements(state, Elements::isStored));
  }

  /**
   * Writes an entity in place of what was there.
   *
   * @param row what lies under its name
   * @param mostBytes elements of a field that come to more get rows of their own
   * @return the entity as it lies in its own row
   */
  static Bytes write(
      Rows rows,
      Optional<EntityState> before,
      Optional<Bytes> row,
      EntityState now,
      int mostBytes) {
    // Reads what comes back into the row, so that nothing may be deleted before it.
    Bytes value = now.encode(mostBytes);
    before.ifPresent(old -> deleteElements(rows, old, now, mostBytes));
    forEachElements(
        now,
        (field, merge, elements) -> {
          if (!elements.exceeds(mostBytes)) {
            return;
          }
          ElementRows at = new ElementRows(rows, now.name().key(), field, merge);
          if (elements.isStored()) {
            ElementRows.change(rows, at, elements);
          } else {
            ElementRows.replace(rows, at, elements.all());
          }
        });
    LargeRows.put(rows, StateKeys.entity(now.name()), value, row);
    return value;
  }

  /** Deletes the elements of fields that have no rows any more. */
  private static void deleteElements(Rows rows, EntityState before, EntityState now, int most) {
    forEachElements(
        before,
        (field, merge, elements) -> {
          @Nullable Field left = now.fields().getOrDefault(field, Map.of()).get(merge);
          boolean hasRows =
              left != null && left.elements().filter(each -> each.exceeds(most)).isPresent();
          if (elements.isStored() && !hasRows) {
            ElementRows at = new ElementRows(rows, now.name().key(), field, merge);
            ElementRows.replace(rows, at, Map.of());
          }
        });
  }

  @FunctionalInterface
  private interface ElementsVisitor {
    void visit(String field, Merge merge, Elements elements);
  }

  private static void forEachElements(EntityState entity, ElementsVisitor visitor) {
    entity
        .fields()
        .forEach(
            (name, merges) ->
                merges.forEach(
                    (merge, field) ->
                        field
                            .elements()
                            .ifPresent(elements -> visitor.visit(name, merge, elements))));
  }

  /** Whether elements of one of its fields are such. */
  static boolean hasElements(EntityState state, Predicate<Elements> such) {
    for (Map<Merge, Field> merges : state.fields().values()) {
      for (Field field : merges.values()) {
        if (field.elements().filter(such).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }
}
