package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The values of one register that nobody has written over: few in one value, or many apart. */
sealed interface Register permits Maxima, Writes {
  /** A register after an operation, and the elements of its field. */
  record Step(Register register, Elements elements) {
    private static Step of(Writes many, int mostBytes) {
      return many.areMany(mostBytes)
          ? new Step(many, many.elements())
          : new Step(Maxima.of(many.written(Room.endless())), many.others());
    }
  }

  /**
   * With one more write, in place of those that its writer has seen.
   *
   * @param place where the writes lie, or are to lie, if they come to more than so many bytes
   */
  default Step write(Written own, Past past, Place place, int mostBytes) {
    if (this instanceof Writes many) {
      return Step.of(many.without(past, place.gone()).with(own, past), mostBytes);
    }
    Maxima few = ((Maxima) this).without(past, place.gone()).with(own);
    if (!Writes.areMany(few.written(), mostBytes)) {
      return new Step(few, place.elements());
    }
    Writes many = Writes.of(place, few.written(), past);
    return new Step(many, many.elements());
  }

  /** Without those that somebody has seen and takes away. */
  default Step without(Past past, Place place, int mostBytes) {
    return this instanceof Writes many
        ? Step.of(many.without(past, place.gone()), mostBytes)
        : new Step(((Maxima) this).without(past, place.gone()), place.elements());
  }

  /**
   * Where the writes of a register lie apart.
   *
   * @param elements of its field
   * @param base what their keys begin with
   * @param isOldestFirst whether the oldest write comes first in their order, and not the latest
   * @param gone is told of the writes that are taken away
   */
  record Place(Elements elements, Bytes base, boolean isOldestFirst, Consumer<Stamp> gone) {}

  boolean isEmpty();

  /** Whether different values are left. */
  boolean isDisputed();

  /** The one value to be shown, where that is not one that was taken away. */
  Optional<Ipld> first(Policy policy, Room room);

  /** The first that was written of those that are left, where there are any. */
  Written oldest();

  /** The writes that are left, the one to be shown first. */
  List<Written> inOrder(Policy policy, Room room);

  /** The writes that are left, in any order. */
  List<Written> written(Room room);

  /** The values that are there, each once, the one to be shown first. */
  default List<Ipld> values(Policy policy, Room room) {
    Set<Ipld> values = new LinkedHashSet<>();
    for (Written each : inOrder(policy, room)) {
      if (each.isThere()) {
        values.add(each.value());
      }
    }
    return List.copyOf(values);
  }

  /** All that are left, the one to be shown first, where they are different. */
  default List<Written> conflict(Policy policy, Room room) {
    return isDisputed() ? inOrder(policy, room) : List.of();
  }

  default Ipld form() {
    return new Ipld.Sequence(written(Room.endless()).stream().sorted().map(Written::form).toList());
  }
}
