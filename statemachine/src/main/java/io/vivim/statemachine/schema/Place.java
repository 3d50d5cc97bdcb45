package io.vivim.statemachine.schema;

import java.util.Optional;

/** A value under check: where it is, what it may still cost, and what has been looked at in it. */
record Place(Instance value, Path path, Steps steps, Evaluated evaluated) {
  Failure fails(String keyword) {
    return new Failure(path, keyword);
  }

  Optional<Failure> failsUnless(boolean holds, String keyword) {
    return holds ? Optional.empty() : Optional.of(fails(keyword));
  }

  /** Whether the value has a property. */
  boolean has(String name) throws ExhaustedException {
    steps.charge(Instance.weightOf(name));
    return value.indexOf(name) >= 0;
  }

  /** Checks the same value by another schema, and keeps what that looked at if it passes. */
  Optional<Failure> apply(SchemaNode schema) throws ExhaustedException {
    Evaluated seen = evaluated.fresh();
    Optional<Failure> failure = schema.check(new Place(value, path, steps, seen));
    if (failure.isEmpty()) {
      steps.charge(seen.weight());
      evaluated.addAll(seen);
    }
    return failure;
  }

  /** Whether the same value passes another schema, whatever that looked at. */
  boolean passes(SchemaNode schema) throws ExhaustedException {
    return schema.check(new Place(value, path, steps, evaluated.fresh())).isEmpty();
  }

  /** Checks an item, or the value of a property, and says that it was looked at. */
  Optional<Failure> applyToChild(int index, SchemaNode schema) throws ExhaustedException {
    Path inner = value.kind() == Kind.OBJECT ? path.key(value.key(index)) : path.item(index);
    Optional<Failure> failure =
        schema.check(new Place(value.child(index), inner, steps, evaluated.fresh()));
    if (failure.isEmpty()) {
      evaluated.add(index);
    }
    return failure;
  }

  /** Checks the name of a property, as a text of its own. */
  Optional<Failure> applyToName(int index, SchemaNode schema) throws ExhaustedException {
    String name = value.key(index);
    return schema.check(new Place(Instance.ofText(name), path.key(name), steps, evaluated.fresh()));
  }
}
