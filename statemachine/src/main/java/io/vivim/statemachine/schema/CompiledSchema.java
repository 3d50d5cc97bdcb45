package io.vivim.statemachine.schema;

/** What became of a schema: one to check values with, or the reason why there is none. */
public sealed interface CompiledSchema {
  /** The schema is good. */
  record Usable(Schema schema) implements CompiledSchema {}

  /**
   * The schema is not.
   *
   * @param path of what is wrong, as a JSON pointer into the schema
   */
  record Refused(SchemaReason reason, String path) implements CompiledSchema {
    /** As the CLI writes it. */
    @Override
    public String toString() {
      return reason.code() + " at #" + path;
    }
  }

  /**
   * The schema, for callers who know that it is good.
   *
   * @throws IllegalStateException where it is not
   */
  default Schema orThrow() {
    if (this instanceof Usable good) {
      return good.schema();
    }
    throw new IllegalStateException(toString());
  }
}
