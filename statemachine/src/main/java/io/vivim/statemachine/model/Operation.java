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
   */
  record Change(List<Ipld> added, List<Ipld> removed) implements Operation {
    public Change {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /** The field is larger by so much, or smaller. */
  record Increment(Ipld.Int by) implements Operation {}
}
