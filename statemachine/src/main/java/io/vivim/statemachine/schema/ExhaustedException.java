package io.vivim.statemachine.schema;

/** A bound was met; without a stack trace, since it is an answer and no fault. */
final class ExhaustedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Violation.Kind kind;

  ExhaustedException(Violation.Kind kind) {
    super(kind.name(), null, false, false);
    this.kind = kind;
  }

  Violation.Kind kind() {
    return kind;
  }
}
