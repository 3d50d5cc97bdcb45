package io.vivim.statemachine.schema;

/** A keyword that failed, its path not yet written: most failures are dropped by an applicator. */
record Failure(Path path, String keyword) {
  Violation toViolation() {
    return new Violation(Violation.Kind.KEYWORD, path.toString(), keyword);
  }
}
