package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.List;

/** Gathers the fields of a built-in kind. */
final class ModelBuilder {
  private final List<FieldRule> rules = new ArrayList<>();
  private final IpldMap.Builder properties = IpldMap.builder();
  private final List<Ipld> needed = new ArrayList<>();

  ModelBuilder field(String name, Merge merge, Shape shape, String meaning) {
    rules.add(new FieldRule(name, merge, shape.text(), meaning));
    properties.put(name, shape.schema());
    return this;
  }

  ModelBuilder register(String name, Shape shape, String meaning) {
    return field(name, Merge.REGISTER, shape, meaning);
  }

  /** A set of values of this shape. */
  ModelBuilder set(String name, Shape item, String meaning) {
    return field(name, Merge.SET, Shape.listOf(item), meaning);
  }

  /** A map to values of this shape. */
  ModelBuilder map(String name, Shape value, String meaning) {
    return field(name, Merge.MAP, Shape.mapOf(value), meaning);
  }

  /** A number that only grows. */
  ModelBuilder max(String name, Shape number, String meaning) {
    return field(name, Merge.MAX, number, meaning);
  }

  /** A sum, of whose steps any may be negative. */
  ModelBuilder counter(String name, String meaning) {
    rules.add(new FieldRule(name, Merge.COUNTER, "steps", meaning));
    return this;
  }

  /** Updates of a document that its application merges. */
  ModelBuilder opaque(String name, String meaning) {
    rules.add(new FieldRule(name, Merge.OPAQUE, "updates", meaning));
    return this;
  }

  /** Fields that the first event has to write. */
  ModelBuilder needs(String... names) {
    for (String name : names) {
      needed.add(Ipld.of(name));
    }
    return this;
  }

  Model build() {
    IpldMap.Builder schema =
        IpldMap.builder().put("type", Ipld.of("object")).put("properties", properties.build());
    if (!needed.isEmpty()) {
      schema.put("required", new Ipld.Sequence(needed));
    }
    return Model.ofRules(rules, schema.build());
  }
}
