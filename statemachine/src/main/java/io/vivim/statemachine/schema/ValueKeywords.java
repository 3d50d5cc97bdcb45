package io.vivim.statemachine.schema;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code type}, {@code const} and {@code enum}, which any value may be asked. */
final class ValueKeywords {
  private static final Map<String, Set<Kind>> TYPES =
      Map.of(
          "null", EnumSet.of(Kind.NULL),
          "boolean", EnumSet.of(Kind.BOOLEAN),
          "integer", EnumSet.of(Kind.INTEGER),
          "number", EnumSet.of(Kind.INTEGER, Kind.FRACTION),
          "string", EnumSet.of(Kind.TEXT),
          "bytes", EnumSet.of(Kind.BYTES),
          "link", EnumSet.of(Kind.LINK),
          "array", EnumSet.of(Kind.ARRAY),
          "object", EnumSet.of(Kind.OBJECT));

  private ValueKeywords() {}

  static void readType(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<Instance> argument = schema.get("type");
    if (argument.isEmpty()) {
      return;
    }
    boolean isOne = argument.get().kind() == Kind.TEXT;
    List<String> names =
        isOne ? List.of(argument.get().text()) : schema.texts(argument.get(), "type");
    schema.require(!names.isEmpty() && TYPES.keySet().containsAll(names), "type");
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    names.forEach(name -> kinds.addAll(TYPES.getOrDefault(name, Set.of())));
    into.add(place -> place.failsUnless(kinds.contains(place.value().kind()), "type"));
  }

  static void readConst(SchemaMap schema, List<Keyword> into) {
    schema
        .get("const")
        .ifPresent(only -> into.add(place -> place.failsUnless(equal(only, place), "const")));
  }

  static void readEnum(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<Instance> argument = schema.get("enum", Kind.ARRAY);
    if (argument.isPresent()) {
      Instance choices = argument.get();
      into.add(place -> place.failsUnless(isAmong(choices, place), "enum"));
    }
  }

  private static boolean isAmong(Instance choices, Place place) throws ExhaustedException {
    for (int i = 0; i < choices.size(); i++) {
      if (equal(choices.child(i), place)) {
        return true;
      }
    }
    return false;
  }

  /** Costs the smaller of the two, behind which one of them would have ended. */
  private static boolean equal(Instance wanted, Place place) throws ExhaustedException {
    place.steps().charge(Math.min(wanted.weight(), place.value().weight()));
    return wanted.equals(place.value());
  }
}
