package io.vivim.statemachine.schema;

/** The schema is refused; without a stack trace, since that is normal work on hostile input. */
final class SchemaRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final SchemaReason reason;
  private final String path;

  SchemaRefusedException(SchemaReason reason, Path path) {
    super(reason.code(), null, false, false);
    this.reason = reason;
    this.path = path.toString();
  }

  SchemaReason reason() {
    return reason;
  }

  String path() {
    return path;
  }
}
