package io.vivim.statemachine.schema;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Schemas and values that have few names and numbers, so that they often concern each other. */
final class AnySchema {
  private static final int NESTING = 2;

  private static final Arbitrary<String> NAMES = Arbitraries.of("a", "b", "ab", "", "a/b");

  private static final Arbitrary<Ipld> TYPES =
      Arbitraries.of(
              "null", "boolean", "integer", "number", "string", "bytes", "link", "array", "object")
          .map(Ipld::of);

  private static final Arbitrary<Ipld> COUNTS = Arbitraries.of(0L, 1L, 2L, 3L).map(Ipld::of);

  private static final Arbitrary<Ipld> NUMBERS =
      Arbitraries.oneOf(
          Arbitraries.longs().between(-3, 3).map(Ipld::of),
          Arbitraries.of(-0.0, 0.5, 1.0, 1.5, 1e300, Double.MIN_VALUE).map(Ipld::of));

  private static final Arbitrary<Ipld> PATTERNS =
      Arbitraries.of("a", "^a*$", "b|^$", "[^a]", "(a|b){2}", "/").map(Ipld::of);

  private AnySchema() {}

  static Arbitrary<Ipld> values() {
    return values(NESTING).withoutEdgeCases();
  }

  /** Schemas that refer to nothing. */
  static Arbitrary<Ipld> closed() {
    return schemas(NESTING, Arbitraries.of(Ipld.TRUE, Ipld.FALSE)).withoutEdgeCases();
  }

  /** Schemas with references that resolve, many of them in circles. */
  static Arbitrary<Ipld> withReferences() {
    Arbitrary<Ipld> references =
        Arbitraries.of("#", "#/$defs/a", "#b").map(to -> map("$ref", Ipld.of(to)));
    Arbitrary<Ipld> inner = schemas(NESTING, references);
    return Combinators.combine(inner, inner, inner)
        .as(
            (root, a, b) -> {
              Ipld anchored = IpldMap.of(Map.of("$anchor", Ipld.of("b"), "not", b));
              Ipld defs = IpldMap.of(Map.of("a", a, "b", anchored));
              return (Ipld) IpldMap.of(Map.of("$defs", defs, "anyOf", Ipld.listOf(root, a)));
            })
        .withoutEdgeCases();
  }

  /** Keywords with arguments that are often not theirs. */
  static Arbitrary<Ipld> nonsense() {
    Arbitrary<String> keywords =
        Arbitraries.of(
            "type",
            "enum",
            "multipleOf",
            "minLength",
            "pattern",
            "required",
            "items",
            "contains",
            "dependentRequired",
            "properties",
            "patternProperties",
            "prefixItems",
            "uniqueItems",
            "$ref",
            "$defs",
            "$anchor",
            "$id",
            "$schema",
            "$dynamicRef",
            "allOf",
            "not",
            "if");
    Arbitrary<Ipld> texts =
        Arbitraries.of("#", "#/$defs/a", "#/not", "#a", "a", "#%", "x.json", "(", "[", "string")
            .map(Ipld::of);
    Arbitrary<Ipld> arguments = Arbitraries.oneOf(values(1), texts, closed());
    Arbitrary<Ipld> flat = Arbitraries.maps(keywords, arguments).ofMaxSize(4).map(IpldMap::of);
    Arbitrary<Ipld> nested =
        Arbitraries.maps(keywords, Arbitraries.oneOf(flat, byName(flat), listOf(flat)))
            .ofMaxSize(4)
            .map(IpldMap::of);
    return Arbitraries.oneOf(flat, nested, values()).withoutEdgeCases();
  }

  private static Arbitrary<Ipld> leaves() {
    return Arbitraries.oneOf(
        NUMBERS,
        NAMES.map(Ipld::of),
        Arbitraries.of(Ipld.NULL, Ipld.TRUE, Ipld.FALSE),
        Arbitraries.of(Ipld.of(Bytes.utf8("a")), Ipld.of(Cid.ofRaw(Bytes.EMPTY))));
  }

  private static Arbitrary<Ipld> values(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Ipld> inner = values(depth - 1);
    return Arbitraries.frequencyOf(
        Tuple.of(1, leaves()), Tuple.of(2, listOf(inner)), Tuple.of(2, byName(inner)));
  }

  private static Arbitrary<Ipld> listOf(Arbitrary<Ipld> items) {
    return items.list().ofMaxSize(3).map(Ipld.Sequence::new);
  }

  private static Arbitrary<Ipld> byName(Arbitrary<Ipld> values) {
    return Arbitraries.maps(NAMES, values).ofMaxSize(3).map(IpldMap::of);
  }

  private static Ipld map(String key, Ipld value) {
    return IpldMap.of(Map.of(key, value));
  }

  private static Arbitrary<Ipld> one(String keyword, Arbitrary<? extends Ipld> argument) {
    return argument.map(value -> map(keyword, value));
  }

  private static Arbitrary<Ipld> oneOf(Arbitrary<? extends Ipld> argument, String... keywords) {
    return Combinators.combine(Arbitraries.of(keywords), argument).as(AnySchema::map);
  }

  private static Arbitrary<Ipld> schemas(int depth, Arbitrary<Ipld> ends) {
    if (depth == 0) {
      return Arbitraries.oneOf(ends, assertions());
    }
    Arbitrary<Ipld> inner = schemas(depth - 1, ends);
    Arbitrary<Ipld> lists = inner.list().ofMinSize(1).ofMaxSize(3).map(Ipld.Sequence::new);
    Arbitrary<Ipld> names =
        NAMES
            .set()
            .ofMaxSize(2)
            .map(set -> new Ipld.Sequence(set.stream().map(AnySchema::text).toList()));
    Arbitrary<Ipld> patterned =
        Arbitraries.maps(PATTERNS.map(Object::toString), inner).ofMaxSize(2).map(IpldMap::of);
    Arbitrary<Ipld> keywords =
        Arbitraries.oneOf(
            assertions(),
            oneOf(lists, "allOf", "anyOf", "oneOf", "prefixItems"),
            oneOf(inner, "not", "items", "contains", "if", "then", "else", "propertyNames"),
            oneOf(inner, "additionalProperties", "unevaluatedProperties", "unevaluatedItems"),
            oneOf(byName(inner), "properties", "dependentSchemas"),
            one("patternProperties", patterned),
            one("required", names),
            one("dependentRequired", byName(names)));
    return Arbitraries.frequencyOf(
        Tuple.of(1, ends), Tuple.of(6, keywords.list().ofMaxSize(4).map(AnySchema::merged)));
  }

  private static Ipld text(String text) {
    return Ipld.of(text);
  }

  private static Arbitrary<Ipld> assertions() {
    return Arbitraries.oneOf(
        one("type", TYPES),
        one("const", values(1)),
        one("enum", listOf(values(1))),
        oneOf(NUMBERS, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        one("multipleOf", Arbitraries.of(0.5, 1.0, 1.5, Double.MIN_VALUE).map(Ipld::of)),
        oneOf(COUNTS, "minLength", "maxLength", "minItems", "maxItems", "minProperties"),
        oneOf(COUNTS, "minContains", "maxContains", "maxProperties"),
        one("pattern", PATTERNS),
        one("uniqueItems", Arbitraries.of(Ipld.TRUE, Ipld.FALSE)));
  }

  /** One schema of all the keywords; of those given twice the last. */
  private static Ipld merged(Iterable<Ipld> schemas) {
    Map<String, Ipld> keywords = new HashMap<>();
    schemas.forEach(schema -> ((IpldMap) schema).forEach(keywords::put));
    return IpldMap.of(keywords);
  }
}
