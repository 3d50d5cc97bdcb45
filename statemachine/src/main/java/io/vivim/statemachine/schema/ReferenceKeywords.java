package io.vivim.statemachine.schema;

import java.util.List;
import java.util.Optional;

/** {@code $ref}, and the keywords that say what there is to refer to. */
final class ReferenceKeywords {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private ReferenceKeywords() {}

  static void read(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<String> dialect = schema.text("$schema");
    if (dialect.isPresent() && !dialect.get().equals(DIALECT)) {
      throw schema.refused(SchemaReason.UNSUPPORTED_DIALECT, "$schema");
    }
    Optional<String> id = schema.text("$id");
    if (id.isPresent()) {
      int fragment = id.get().indexOf('#');
      schema.require(fragment < 0 || fragment == id.get().length() - 1, "$id");
      if (!schema.isRoot()) {
        throw schema.refused(SchemaReason.NESTED_ID, "$id");
      }
    }
    schema.text("$comment");
    schema.schemasByName("$defs");
    Optional<String> target = schema.text("$ref");
    if (target.isPresent()) {
      into.add(schema.compiler().references().refer(target.get(), schema.pathOf("$ref")));
    }
  }
}
