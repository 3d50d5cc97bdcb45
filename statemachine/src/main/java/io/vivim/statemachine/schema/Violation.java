package io.vivim.statemachine.schema;

/**
 * Why a value is not valid.
 *
 * @param path of the value that failed, as a JSON pointer; empty for the whole, and where a bound
 *     was met
 * @param keyword that it failed; for the schema false the keyword that it stands under, or {@code
 *     false} where it is the root; empty where a bound was met
 */
public record Violation(Kind kind, String path, String keyword) {
  /** What kind of answer a violation is. */
  public enum Kind {
    /** A keyword says no. */
    KEYWORD,
    /** The steps of the check ran out. */
    STEPS,
    /** The check, or the value itself, goes too deep. */
    DEPTH
  }

  /** As the CLI writes it. */
  @Override
  public String toString() {
    return switch (kind) {
      case KEYWORD -> keyword + " at #" + path;
      case STEPS -> "the steps of the check ran out";
      case DEPTH -> "the check goes too deep";
    };
  }
}
