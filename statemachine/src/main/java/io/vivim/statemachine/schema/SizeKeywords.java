package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** How many items, properties or characters a value has. */
final class SizeKeywords {
  /** Characters that are counted in one step. */
  private static final int CHARS_A_STEP = 64;

  private SizeKeywords() {}

  static void read(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    readOne("minItems", Kind.ARRAY, true, schema, into);
    readOne("maxItems", Kind.ARRAY, false, schema, into);
    readOne("minProperties", Kind.OBJECT, true, schema, into);
    readOne("maxProperties", Kind.OBJECT, false, schema, into);
    readOne("minLength", Kind.TEXT, true, schema, into);
    readOne("maxLength", Kind.TEXT, false, schema, into);
  }

  private static void readOne(
      String keyword, Kind kind, boolean isLeast, SchemaMap schema, List<Keyword> into)
      throws SchemaRefusedException {
    Optional<Integer> argument = schema.count(keyword);
    if (argument.isPresent()) {
      int bound = argument.get();
      into.add(
          place -> {
            if (place.value().kind() != kind) {
              return Optional.empty();
            }
            int size = sizeOf(place);
            return place.failsUnless(isLeast ? size >= bound : size <= bound, keyword);
          });
    }
  }

  private static int sizeOf(Place place) throws ExhaustedException {
    if (place.value().kind() != Kind.TEXT) {
      return place.value().size();
    }
    String text = place.value().text();
    place.steps().charge(text.length() / CHARS_A_STEP);
    return text.codePointCount(0, text.length());
  }
}
