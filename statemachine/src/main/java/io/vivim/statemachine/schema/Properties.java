package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code properties} and {@code patternProperties}, and {@code additionalProperties} for those that
 * neither of them has.
 */
record Properties(
    Map<String, SchemaNode> named, List<Matching> matching, @Nullable SchemaNode others)
    implements Keyword {
  /** The schema of all properties whose names match. */
  record Matching(PatternProgram name, SchemaNode schema) {}

  @Override
  public Optional<Failure> check(Place place) throws ExhaustedException {
    if (place.value().kind() != Kind.OBJECT) {
      return Optional.empty();
    }
    for (int i = 0; i < place.value().size(); i++) {
      place.steps().charge(Instance.weightOf(place.value().key(i)));
      Optional<Failure> failure = checkOne(i, place);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> checkOne(int index, Place place) throws ExhaustedException {
    String name = place.value().key(index);
    SchemaNode byName = named.get(name);
    Optional<Failure> failure =
        byName == null ? Optional.empty() : place.applyToChild(index, byName);
    boolean isKnown = byName != null;
    for (Matching one : matching) {
      if (failure.isPresent()) {
        return failure;
      }
      if (one.name().matches(name, place.steps())) {
        isKnown = true;
        failure = place.applyToChild(index, one.schema());
      }
    }
    return isKnown || others == null ? failure : place.applyToChild(index, others);
  }
}
