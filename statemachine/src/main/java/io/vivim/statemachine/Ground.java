package io.vivim.statemachine;

import java.util.Arrays;
import java.util.Locale;

/** Whether an event of the log counts in the state, and if not, why; see docs/spec/authority.md. */
public enum Ground {
  /** It counts. */
  COUNTS(0, "it counts"),
  REMOVED(1, "it relies on a grant that was removed, and is not among what the removal accepts"),
  LEFT(2, "it relies on a grant that its author had left"),
  ERASED(3, "it was erased"),
  NO_PAYLOAD(4, "its payload is not here"),
  SEALED(5, "its payload is sealed"),
  MALFORMED(6, "its payload cannot be read"),
  KEY(7, "it does not name the key of its entity, or its author is not in it"),
  OWNER(8, "the entity is another's, and nothing cited gives a right to it"),
  KIND(9, "its type is of another kind than the entity"),
  GRAMMAR(10, "its body breaks the grammar"),
  FIELD(11, "its body names a field that only the verb writes, or lacks one that it needs"),
  MERGE(12, "its body does to a field what the field's merge does not take"),
  SCHEMA(13, "its body has a value that breaks the schema");

  private static final Ground[] ALL = values();

  private final int number;
  private final String text;

  Ground(int number, String text) {
    this.number = number;
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
  public boolean isVoid() {
    return this == REMOVED || this == LEFT;
  }

  /** As stores keep it. */
  int number() {
    return number;
  }

  static Ground numbered(int number) {
    return Arrays.stream(ALL)
        .filter(ground -> ground.number == number)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a stored ground is of a later version"));
  }
}
