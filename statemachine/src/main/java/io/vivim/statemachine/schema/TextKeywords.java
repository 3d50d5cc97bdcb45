package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** {@code pattern}. */
final class TextKeywords {
  private TextKeywords() {}

  static void read(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<String> argument = schema.text("pattern");
    if (argument.isPresent()) {
      PatternProgram pattern = schema.compiler().pattern(argument.get(), schema.pathOf("pattern"));
      into.add(
          place ->
              place.failsUnless(
                  place.value().kind() != Kind.TEXT
                      || pattern.matches(place.value().text(), place.steps()),
                  "pattern"));
    }
  }
}
