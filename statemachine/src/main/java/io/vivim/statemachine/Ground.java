package io.vivim.statemachine;

import java.util.Locale;

/** Whether an event of the log counts in the state, and if not, why; see docs/spec/authority.md. */
public enum Ground {
  /** It counts. */
  COUNTS("it counts"),
  REMOVED("it relies on a grant that was removed, and is not among what the removal accepts"),
  LEFT("it relies on a grant that its author had left"),
  ERASED("it was erased"),
  NO_PAYLOAD("its payload is not here"),
  SEALED("its payload is sealed"),
  MALFORMED("its payload cannot be read"),
  KEY("it does not name the key of its entity, or its author is not in it"),
  OWNER("the entity is another's, and nothing cited gives a right to it"),
  KIND("its type is of another kind than the entity"),
  GRAMMAR("its body breaks the grammar"),
  FIELD("its body names a field that only the verb writes, or lacks one that it needs"),
  MERGE("its body does to a field what the field's merge does not take"),
  SCHEMA("its body has a value that breaks the schema");

  private static final Ground[] ALL = values();

  private final String text;

  Ground(String text) {
    this.text = text;
  }

  /** The stable code, such as {@code no-payload}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  /** Whether nothing that the event does has an effect. */
  boolean isVoid() {
    return this == REMOVED || this == LEFT;
  }

  /** As stores keep it: the order of this list is a part of the layout. */
  int number() {
    return ordinal();
  }

  static Ground numbered(int number) {
    return ALL[number];
  }
}
