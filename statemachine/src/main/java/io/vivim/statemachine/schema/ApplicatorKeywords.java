package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keywords that hold the same value against other schemas. */
final class ApplicatorKeywords {
  private ApplicatorKeywords() {}

  static void readAllOf(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    for (SchemaNode one : schema.schemas("allOf")) {
      into.add(place -> place.apply(one));
    }
  }

  static void readAnyOf(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    List<SchemaNode> schemas = schema.schemas("anyOf");
    if (!schemas.isEmpty()) {
      into.add(place -> place.failsUnless(anyApplies(schemas, place), "anyOf"));
    }
  }

  /** Asks on behind the first that passes where it counts what the others look at. */
  private static boolean anyApplies(List<SchemaNode> schemas, Place place)
      throws ExhaustedException {
    boolean hasPassed = false;
    for (SchemaNode one : schemas) {
      hasPassed |= place.apply(one).isEmpty();
      if (hasPassed && !place.evaluated().isTracked()) {
        break;
      }
    }
    return hasPassed;
  }

  static void readOneOf(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    List<SchemaNode> schemas = schema.schemas("oneOf");
    if (!schemas.isEmpty()) {
      into.add(
          place -> {
            int passed = 0;
            for (SchemaNode one : schemas) {
              if (place.apply(one).isEmpty() && ++passed > 1) {
                break;
              }
            }
            return place.failsUnless(passed == 1, "oneOf");
          });
    }
  }

  static void readNot(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<SchemaNode> argument = schema.schema("not");
    if (argument.isPresent()) {
      SchemaNode unwanted = argument.get();
      into.add(place -> place.failsUnless(!place.passes(unwanted), "not"));
    }
  }

  static void readIf(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<SchemaNode> condition = schema.schema("if");
    SchemaNode then = schema.schema("then").orElse(SchemaNode.ANYTHING);
    SchemaNode otherwise = schema.schema("else").orElse(SchemaNode.ANYTHING);
    if (condition.isPresent()) {
      SchemaNode asked = condition.get();
      into.add(place -> place.apply(place.apply(asked).isEmpty() ? then : otherwise));
    }
  }

  static void readDependentSchemas(SchemaMap schema, List<Keyword> into)
      throws SchemaRefusedException {
    for (Map.Entry<String, SchemaNode> entry :
        schema.schemasByName("dependentSchemas").entrySet()) {
      into.add(
          place -> place.has(entry.getKey()) ? place.apply(entry.getValue()) : Optional.empty());
    }
  }
}
