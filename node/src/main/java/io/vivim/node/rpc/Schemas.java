package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.Arrays;
import java.util.List;

/** The words of JSON Schema (draft 7) that signatures are written in. */
final class Schemas {
  private Schemas() {}

  /** One property of an object. */
  record Property(String name, IpldMap schema, boolean isRequired) {}

  static Property required(String name, IpldMap schema) {
    return new Property(name, schema, true);
  }

  static Property optional(String name, IpldMap schema) {
    return new Property(name, schema, false);
  }

  static IpldMap text(String description) {
    return described("string", description).build();
  }

  /** A string that a regular expression matches as a whole. */
  static IpldMap text(String description, String pattern) {
    return described("string", description)
        .put("pattern", Ipld.of("^(?:" + pattern + ")$"))
        .build();
  }

  static IpldMap bool(String description) {
    return described("boolean", description).build();
  }

  static IpldMap integer(String description, long least, long most) {
    return described("integer", description)
        .put("minimum", Ipld.of(least))
        .put("maximum", Ipld.of(most))
        .build();
  }

  /** One of some words. */
  static IpldMap word(String description, List<String> words) {
    return described("string", description).put("enum", texts(words)).build();
  }

  static IpldMap list(String description, IpldMap items) {
    return described("array", description).put("items", items).build();
  }

  static IpldMap list(String description, IpldMap items, int most) {
    return described("array", description)
        .put("items", items)
        .put("maxItems", Ipld.of(most))
        .build();
  }

  /** An object of these properties; others may be there too. */
  static IpldMap object(String description, Property... properties) {
    IpldMap.Builder schema = described("object", description);
    if (properties.length > 0) {
      IpldMap.Builder each = IpldMap.builder();
      Arrays.stream(properties).forEach(p -> each.put(p.name(), p.schema()));
      schema.put("properties", each.build());
      schema.put(
          "required",
          texts(
              Arrays.stream(properties).filter(Property::isRequired).map(Property::name).toList()));
    }
    return schema.build();
  }

  /** Any of these. */
  static IpldMap anyOf(IpldMap... schemas) {
    return IpldMap.builder().put("anyOf", Ipld.listOf(schemas)).build();
  }

  static IpldMap orNull(IpldMap schema) {
    return anyOf(schema, IpldMap.builder().put("type", Ipld.of("null")).build());
  }

  /** A schema that the document has in its components. */
  static IpldMap shared(String name) {
    return IpldMap.builder().put("$ref", Ipld.of("#/components/schemas/" + name)).build();
  }

  static Ipld texts(List<String> words) {
    return new Ipld.Sequence(words.stream().<Ipld>map(Ipld::of).toList());
  }

  private static IpldMap.Builder described(String type, String description) {
    return IpldMap.builder().put("type", Ipld.of(type)).put("description", Ipld.of(description));
  }
}
