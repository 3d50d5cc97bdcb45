package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** One schema: keywords that must all hold, in the order in which they are asked. */
record SchemaNode(List<Keyword> keywords) {
  /** The schema true. */
  static final SchemaNode ANYTHING = new SchemaNode(List.of());

  SchemaNode {
    keywords = List.copyOf(keywords);
  }

  /** The schema false, where it stands under a keyword. */
  static SchemaNode nothing(String under) {
    return new SchemaNode(List.of(place -> Optional.of(place.fails(under))));
  }

  Optional<Failure> check(Place place) throws ExhaustedException {
    place.steps().charge(1);
    place.steps().enter();
    for (Keyword keyword : keywords) {
      place.steps().charge(1);
      Optional<Failure> failure = keyword.check(place);
      if (failure.isPresent()) {
        place.steps().leave();
        return failure;
      }
    }
    place.steps().leave();
    return Optional.empty();
  }
}
