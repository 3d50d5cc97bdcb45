package io.vivim.statemachine.schema;

/**
 * What one check may still cost. All charges are functions of the schema and the value alone, never
 * of a clock, a hash or the order in which a library compares: the same check runs out everywhere.
 */
final class Steps {
  private long left;
  private int depth;

  Steps(long budget) {
    this.left = budget;
  }

  void charge(long steps) throws ExhaustedException {
    left -= steps;
    if (left < 0) {
      throw new ExhaustedException(Violation.Kind.STEPS);
    }
  }

  /** Goes into a schema; every way out but an exception has to {@link #leave}. */
  void enter() throws ExhaustedException {
    if (++depth > Schema.MAX_CHECK_DEPTH) {
      throw new ExhaustedException(Violation.Kind.DEPTH);
    }
  }

  void leave() {
    depth--;
  }
}
