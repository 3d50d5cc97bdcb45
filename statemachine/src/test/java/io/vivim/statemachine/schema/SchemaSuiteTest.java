package io.vivim.statemachine.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The official cases of draft 2020-12; their origin stands beside them. */
final class SchemaSuiteTest {
  private static final String FOLDER = "/json-schema-test-suite/draft2020-12/";

  private static final List<String> FILES =
      List.of(
          "additionalProperties",
          "allOf",
          "anchor",
          "anyOf",
          "boolean_schema",
          "const",
          "contains",
          "content",
          "default",
          "defs",
          "dependentRequired",
          "dependentSchemas",
          "enum",
          "exclusiveMaximum",
          "exclusiveMinimum",
          "format",
          "id",
          "if-then-else",
          "infinite-loop-detection",
          "items",
          "maxContains",
          "maxItems",
          "maxLength",
          "maxProperties",
          "maximum",
          "minContains",
          "minItems",
          "minLength",
          "minProperties",
          "minimum",
          "multipleOf",
          "not",
          "oneOf",
          "optional/ecmascript-regex",
          "optional/float-overflow",
          "optional/no-schema",
          "optional/non-bmp-regex",
          "optional/refOfUnknownKeyword",
          "pattern",
          "patternProperties",
          "prefixItems",
          "properties",
          "propertyNames",
          "ref",
          "required",
          "type",
          "unevaluatedItems",
          "unevaluatedProperties",
          "uniqueItems",
          "unknownKeyword");

  private static final List<String> NESTED_IDS =
      List.of(
          "anchor: Location-independent identifier with absolute URI",
          "anchor: Location-independent identifier with base URI change in subschema",
          "anchor: same $anchor with different base uri",
          "id: $id inside an enum is not a real identifier",
          "ref: $id must be resolved against nearest parent, not just immediate parent",
          "ref: Recursive references between schemas",
          "ref: URN ref with nested pointer ref",
          "ref: order of evaluation: $id and $anchor and $ref",
          "ref: order of evaluation: $id and $ref",
          "ref: ref to else",
          "ref: ref to if",
          "ref: ref to then",
          "ref: ref with absolute-path-reference",
          "ref: refs with relative uris and defs",
          "ref: relative refs with absolute uris and defs",
          "unknownKeyword: $id inside an unknown keyword is not a real identifier");

  private static final List<String> REMOTE =
      List.of(
          "anchor: invalid anchors",
          "defs: validate definition against metaschema",
          "id: Invalid use of fragments in location-independent $id",
          "id: Unnormalized $ids are allowed but discouraged",
          "id: Valid use of empty fragments in location-independent $id",
          "optional/ecmascript-regex: \\a is not an ECMA 262 control escape",
          "ref: URN base URI with URN and JSON pointer ref",
          "ref: URN base URI with URN and anchor ref",
          "ref: URN base URI with f-component",
          "ref: remote ref, containing refs itself",
          "ref: simple URN base URI with $ref via the URN");

  /** Properties of Unicode, whose meaning changes with each of its versions. */
  private static final List<String> UNICODE =
      List.of(
          "optional/ecmascript-regex: pattern with non-ASCII digits",
          "optional/ecmascript-regex: patternProperties with non-ASCII digits",
          "optional/ecmascript-regex: patterns always use unicode semantics with pattern",
          "optional/ecmascript-regex: patterns always use unicode semantics with patternProperties");

  /** Optional for the suite too: the draft leaves open whether these are schemas. */
  private static final List<String> UNKNOWN =
      List.of(
          "optional/refOfUnknownKeyword: reference of a root arbitrary keyword ",
          "optional/refOfUnknownKeyword: reference of an arbitrary keyword of a sub-schema");

  /** The schemas of the suite that are refused. All others are run, and each of these is tried. */
  private static final Map<String, SchemaReason> REFUSED = refused();

  private static Map<String, SchemaReason> refused() {
    Map<String, SchemaReason> refused = new TreeMap<>();
    NESTED_IDS.forEach(name -> refused.put(name, SchemaReason.NESTED_ID));
    REMOTE.forEach(name -> refused.put(name, SchemaReason.REMOTE_REFERENCE));
    UNICODE.forEach(name -> refused.put(name, SchemaReason.PATTERN_UNSUPPORTED));
    UNKNOWN.forEach(name -> refused.put(name, SchemaReason.UNRESOLVED_REFERENCE));
    return refused;
  }

  /** A schema with its cases. */
  private record Group(String name, Ipld schema, List<Ipld> tests) {}

  @TestFactory
  List<DynamicContainer> everyCaseIsDecidedAsTheSuiteSays() {
    List<DynamicContainer> containers = new ArrayList<>();
    for (Group group : groups()) {
      if (!REFUSED.containsKey(group.name())) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Ipld test : group.tests()) {
          String name = ((Ipld.Text) in(test, "description")).value();
          tests.add(dynamicTest(name, () -> run(group.schema(), test)));
        }
        containers.add(dynamicContainer(group.name(), tests));
      }
    }
    return containers;
  }

  private static void run(Ipld schema, Ipld test) {
    boolean isValid = Schema.compile(schema).orThrow().check(in(test, "data")).isEmpty();
    assertThat(Ipld.of(isValid)).isEqualTo(in(test, "valid"));
  }

  @Test
  void whatIsRefusedIsRefusedForTheReasonGiven() {
    Map<String, SchemaReason> refused = new TreeMap<>();
    for (Group group : groups()) {
      if (Schema.compile(group.schema()) instanceof CompiledSchema.Refused one) {
        refused.put(group.name(), one.reason());
      }
    }
    assertThat(refused).isEqualTo(REFUSED);
  }

  private static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (String file : FILES) {
      for (Ipld group : ((Ipld.Sequence) read(file)).values()) {
        String name = file + ": " + ((Ipld.Text) in(group, "description")).value();
        List<Ipld> tests = ((Ipld.Sequence) in(group, "tests")).values();
        groups.add(new Group(name, in(group, "schema"), tests));
      }
    }
    return groups;
  }

  private static Ipld in(Ipld map, String key) {
    return ((IpldMap) map).get(key).orElseThrow();
  }

  private static Ipld read(String file) {
    try (InputStream in = SchemaSuiteTest.class.getResourceAsStream(FOLDER + file + ".json")) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return DagJson.decode(Bytes.owning(bytes), Limits.BLOCK).orThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RefusedException e) {
      throw new IllegalStateException(file, e);
    }
  }
}
