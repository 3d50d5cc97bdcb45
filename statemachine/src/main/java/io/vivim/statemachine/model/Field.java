package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.util.List;
import java.util.Optional;

/**
 * What the operations on one field of one entity came to. Each kind of merge is one class.
 *
 * <p>A field is a function of the set of its operations and of which happened before which.
 * Operations come causes first, each once; in whatever order the concurrent ones come, the field
 * that results is equal, and its bytes are.
 */
public sealed interface Field
    permits RegisterField, SetField, MapField, CounterField, ExtremeField, OpaqueField {
  /**
   * The field after one more operation, which its merge accepts.
   *
   * @param past what the operation's event has seen, which is all before it and nothing else
   * @param mostBytes writes of one register that come to more are stored one by one
   */
  Field apply(Operation operation, Stamp stamp, Past past, int mostBytes);

  /**
   * What a reader is shown, or nothing where the field has no value.
   *
   * @param room for it; of a list or a map as much is shown as fits
   */
  Optional<Ipld> value(Policy policy, Room room);

  /** All of it. */
  default Optional<Ipld> value(Policy policy) {
    return value(policy, Room.endless());
  }

  /**
   * Where several who did not know of each other wrote different values: all of them that there is
   * room for, the one that is shown first. Empty where there is no conflict.
   */
  List<Written> conflict(Policy policy, Room room);

  /** All of them. */
  default List<Written> conflict(Policy policy) {
    return conflict(policy, Room.endless());
  }

  /** Whether there is a {@linkplain #conflict}, whatever the policy. */
  boolean isDisputed();

  /**
   * What {@link Merge#read} reads again.
   *
   * @param mostBytes elements that come to more are stored one by one, and not in it
   */
  Ipld encode(int mostBytes);

  /** The elements of a field of many values. */
  Optional<Elements> elements();

  /**
   * The writes that are left in it and that there is room for, each with its stamp; none where it
   * keeps but their result, as sums and extremes do.
   */
  List<Written> written(Room room);

  /**
   * What the field holds, as any implementation sees it: what digests are made of. Drawn in
   * docs/spec/state.md, section "Digest".
   */
  Ipld form();
}
