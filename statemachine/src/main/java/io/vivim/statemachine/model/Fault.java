package io.vivim.statemachine.model;

import java.util.Locale;

/**
 * Why a body changes nothing.
 *
 * @param detail what exactly is wrong, for people; its words may change
 */
public record Fault(Reason reason, String detail) {
  /** A closed list, each with a code that does not change. */
  public enum Reason {
    /** The body is not in the grammar of bodies. */
    GRAMMAR("The body breaks the grammar: set, add, remove and increment by field, and unset"),
    /** A field that the body has to set is missing, or it names one that is not its to name. */
    FIELD("A field is missing or not for bodies to name"),
    /** An operation that the field's merge does not take. */
    MERGE("A field does not take this operation"),
    /** Values that the kind's schema refuses, or a schema that cannot be used. */
    SCHEMA("The values break the schema");

    private final String code = name().toLowerCase(Locale.ROOT);
    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The stable code. */
    public String code() {
      return code;
    }

    /** The reason in a sentence. */
    public String text() {
      return text;
    }
  }

  static Fault of(Reason reason, String field, String what) {
    return new Fault(reason, field + ": " + what);
  }

  /** As the CLI writes it. */
  @Override
  public String toString() {
    return reason.code() + ", " + detail;
  }
}
