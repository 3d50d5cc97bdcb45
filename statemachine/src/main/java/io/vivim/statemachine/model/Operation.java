package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.util.List;

/** One change of one field, as an event's body says it. */
public sealed interface Operation {
  /** The field has this value. */
  record Assign(Ipld value) implements Operation {}

  /** The field has no value. */
  record Unset() implements Operation {}

  /**
   * These are in the field, and those are no longer.
   *
   * @param added values of a set or updates of an opaque field; for a map lists of key and value
   * @param removed values of a set or keys of a map
   * @param byKey whether the body wrote what is added as a map; all merges but the generic one take
   *     a list of keys and values for the same
   */
  record Change(List<Ipld> added, List<Ipld> removed, boolean byKey) implements Operation {
    public Change {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    /** Of values in lists. */
    public Change(List<Ipld> added, List<Ipld> removed) {
      this(added, removed, false);
    }
  }

  /** The field is larger by so much, or smaller. */
  record Increment(Ipld.Int by) implements Operation {}
}
