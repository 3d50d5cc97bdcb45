package io.vivim.statemachine.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What maps are asked about their properties; all other values pass. */
final class PropertyKeywords {
  private PropertyKeywords() {}

  static void readRequired(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<List<String>> names = schema.texts("required");
    if (names.isPresent()) {
      List<String> required = names.get();
      into.add(place -> place.failsUnless(hasAll(required, place), "required"));
    }
  }

  static void readDependentRequired(SchemaMap schema, List<Keyword> into)
      throws SchemaRefusedException {
    Optional<Instance> argument = schema.get("dependentRequired", Kind.OBJECT);
    if (argument.isPresent()) {
      Instance lists = argument.get();
      Map<String, List<String>> required = new LinkedHashMap<>();
      for (int i = 0; i < lists.size(); i++) {
        required.put(lists.key(i), schema.texts(lists.child(i), "dependentRequired"));
      }
      into.add(place -> place.failsUnless(dependentsHold(required, place), "dependentRequired"));
    }
  }

  private static boolean dependentsHold(Map<String, List<String>> required, Place place)
      throws ExhaustedException {
    for (Map.Entry<String, List<String>> dependent : required.entrySet()) {
      if (place.has(dependent.getKey()) && !hasAll(dependent.getValue(), place)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasAll(List<String> names, Place place) throws ExhaustedException {
    boolean isMap = place.value().kind() == Kind.OBJECT;
    for (String name : names) {
      if (isMap && !place.has(name)) {
        return false;
      }
    }
    return true;
  }

  static void readNames(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<SchemaNode> argument = schema.schema("propertyNames");
    if (argument.isPresent()) {
      SchemaNode names = argument.get();
      into.add(
          place -> {
            boolean isMap = place.value().kind() == Kind.OBJECT;
            for (int i = 0; isMap && i < place.value().size(); i++) {
              Optional<Failure> failure = place.applyToName(i, names);
              if (failure.isPresent()) {
                return failure;
              }
            }
            return Optional.empty();
          });
    }
  }

  static void readProperties(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Map<String, SchemaNode> named = schema.schemasByName("properties");
    List<Properties.Matching> matching = new ArrayList<>();
    Path path = schema.pathOf("patternProperties");
    for (Map.Entry<String, SchemaNode> entry :
        schema.schemasByName("patternProperties").entrySet()) {
      String pattern = entry.getKey();
      matching.add(
          new Properties.Matching(
              schema.compiler().pattern(pattern, path.key(pattern)), entry.getValue()));
    }
    Optional<SchemaNode> others = schema.schema("additionalProperties");
    if (!named.isEmpty() || !matching.isEmpty() || others.isPresent()) {
      into.add(new Properties(named, matching, others.orElse(null)));
    }
  }
}
