package io.vivim.statemachine.schema;

import java.util.BitSet;

/**
 * The items or properties of one value that a schema has looked at, by index: what the draft calls
 * the annotations that {@code unevaluatedItems} and {@code unevaluatedProperties} read.
 */
final class Evaluated {
  /** For schemas without these two keywords, which need no record. */
  static final Evaluated UNTRACKED = new Evaluated();

  private final BitSet children = new BitSet(0);

  boolean isTracked() {
    return this != UNTRACKED;
  }

  /** An empty record for another schema. */
  Evaluated fresh() {
    return isTracked() ? new Evaluated() : UNTRACKED;
  }

  void add(int child) {
    if (isTracked()) {
      children.set(child);
    }
  }

  void addAll(Evaluated others) {
    if (isTracked()) {
      children.or(others.children);
    }
  }

  boolean contains(int child) {
    return children.get(child);
  }

  /** What reading or joining the record costs. */
  int weight() {
    return children.length() / Long.SIZE;
  }
}
