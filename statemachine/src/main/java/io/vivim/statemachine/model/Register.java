package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import java.util.List;
import java.util.Optional;

/** The values of one register that nobody has written over: few in one value, or many apart. */
sealed interface Register permits Maxima, Writes {
  /** A register after an operation, and the elements of its field. */
  record Step(Register register, Elements elements) {
    private static Step of(Writes many, int mostBytes) {
      return many.areMany(mostBytes)
          ? new Step(many, many.elements())
          : new Step(Maxima.of(many.written()), many.others());
    }
  }

  /**
   * With one more write, in place of those that its writer has seen.
   *
   * @param place where the writes lie, or are to lie, if they come to more than so many bytes
   */
  default Step write(Written own, Past past, Place place, int mostBytes) {
    if (this instanceof Writes many) {
      return Step.of(many.without(past).with(own, past), mostBytes);
    }
    Maxima few = ((Maxima) this).write(own.value(), own.stamp(), past);
    if (!Writes.areMany(few.written(), mostBytes)) {
      return new Step(few, place.elements());
    }
    Writes many = Writes.of(place.elements(), place.base(), few.written(), past);
    return new Step(many, many.elements());
  }

  /** Without those that somebody has seen and takes away. */
  default Step without(Past past, Place place, int mostBytes) {
    return this instanceof Writes many
        ? Step.of(many.without(past), mostBytes)
        : new Step(((Maxima) this).without(past), place.elements());
  }

  /**
   * Where the writes of a register lie apart.
   *
   * @param elements of its field
   * @param base what their keys begin with
   */
  record Place(Elements elements, Bytes base) {}

  boolean isEmpty();

  /** Whether different values are left. */
  boolean isDisputed();

  /** The values that are there, each once, the one to be shown first. */
  List<Ipld> values(Policy policy);

  /** The one value to be shown, where that is not one that was taken away. */
  Optional<Ipld> first(Policy policy);

  /** All writes that are left, in the order of their stamps. */
  List<Written> written();

  /** All that are left, the one to be shown first, where they are different. */
  default List<Written> conflict(Policy policy) {
    return isDisputed() ? Maxima.of(written()).inOrder(policy) : List.of();
  }

  default Ipld form() {
    return new Ipld.Sequence(written().stream().map(Written::form).toList());
  }
}
