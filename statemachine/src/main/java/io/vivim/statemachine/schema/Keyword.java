package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** A keyword of a schema, or several that work together, with their arguments read. */
interface Keyword {
  /** The failure of the value in {@code place}, if it fails. */
  Optional<Failure> check(Place place) throws ExhaustedException;

  /** Reads a keyword of a schema, where it is there, into the list of those to be checked. */
  interface Reader {
    void read(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException;
  }
}
