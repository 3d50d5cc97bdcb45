package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Room;
import io.vivim.statemachine.model.Written;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The fields of an entity and their conflicts, as far as there is room for them; for one answer.
 */
final class ShownFields {
  /**
   * The part of the room that one field may take, and likewise a conflict about it, so that none
   * keeps out all others.
   */
  static final int PARTS = 4;

  private final Shown shown;
  private final Room room;
  private final long mostBytes;
  private final SortedMap<String, Map<Merge, Field>> fields;
  private SortedSet<String> cut = Collections.emptySortedSet();

  /**
   * @param room for all of it
   */
  ShownFields(Shown shown, Room room) {
    this.shown = shown;
    this.room = room;
    this.mostBytes = room.left() / PARTS;
    this.fields = shown.entity().fields().all(room);
  }

  /** Those that have a value. */
  SortedMap<String, Ipld> values() {
    SortedMap<String, Ipld> values = new TreeMap<>();
    fields.forEach(
        (name, merges) ->
            fit(name, part -> shown.value(merges, part)).ifPresent(v -> values.put(name, v)));
    return values;
  }

  /** Those about which several disagree, each with the values, the one shown first. */
  SortedMap<String, List<Written>> conflicts() {
    if (!shown.hasConflict()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, List<Written>> conflicts = new TreeMap<>();
    for (Map.Entry<String, Map<Merge, Field>> each : fields.entrySet()) {
      String name = each.getKey();
      for (Field field : shown.disputed(name, each.getValue())) {
        conflicts.put(name, fit(name, part -> field.conflict(shown.model().policy(), part)));
      }
    }
    return conflicts;
  }

  private <T> T fit(String field, Function<Room, T> use) {
    Room part = room.part(mostBytes);
    T used = use.apply(part);
    if (part.isCut()) {
      cut(field);
    }
    room.close(part);
    return used;
  }

  /** Of a field there is more than is shown. */
  void cut(String field) {
    if (cut.isEmpty()) {
      cut = new TreeSet<>();
    }
    cut.add(field);
  }

  /** The names of those of which there is more than was shown. */
  SortedSet<String> cut() {
    return cut.isEmpty() ? cut : Collections.unmodifiableSortedSet(cut);
  }
}
