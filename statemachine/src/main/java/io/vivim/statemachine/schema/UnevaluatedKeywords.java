package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** What holds for the items and properties that no other keyword has looked at; asked last. */
final class UnevaluatedKeywords {
  private UnevaluatedKeywords() {}

  static void readItems(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    read("unevaluatedItems", Kind.ARRAY, schema, into);
  }

  static void readProperties(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    read("unevaluatedProperties", Kind.OBJECT, schema, into);
  }

  private static void read(String keyword, Kind kind, SchemaMap schema, List<Keyword> into)
      throws SchemaRefusedException {
    Optional<SchemaNode> argument = schema.schema(keyword);
    if (argument.isPresent()) {
      SchemaNode rest = argument.get();
      schema.compiler().trackEvaluated();
      into.add(place -> place.value().kind() == kind ? checkRest(rest, place) : Optional.empty());
    }
  }

  private static Optional<Failure> checkRest(SchemaNode rest, Place place)
      throws ExhaustedException {
    place.steps().charge(place.evaluated().weight());
    for (int i = 0; i < place.value().size(); i++) {
      if (!place.evaluated().contains(i)) {
        Optional<Failure> failure = place.applyToChild(i, rest);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }
}
