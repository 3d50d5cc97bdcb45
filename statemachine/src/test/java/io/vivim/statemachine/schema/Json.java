package io.vivim.statemachine.schema;

import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/** Schemas and values that tests write as DAG-JSON. */
final class Json {
  private Json() {}

  /** The value that a text in DAG-JSON stands for; an apostrophe stands for a quotation mark. */
  static Ipld value(String text) {
    try {
      return DagJson.decode(text.replace('\'', '"')).orThrow();
    } catch (RefusedException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Schema schema(String text) {
    return Schema.compile(value(text)).orThrow();
  }

  static Optional<Violation> check(String schema, String value) {
    return schema(schema).check(value(value));
  }

  static boolean isValid(String schema, String value) {
    return check(schema, value).isEmpty();
  }

  /** The reason for which a schema is refused, and where. */
  static String refusal(String schema) {
    return Schema.compile(value(schema)) instanceof CompiledSchema.Refused refused
        ? refused.toString()
        : "usable";
  }
}
