package io.vivim.node.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one element of a request says; ids and values are texts of JSON as they came. */
sealed interface Request {
  /** The id of an answer to something whose own id cannot be told. */
  String NO_ID = "null";

  /**
   * A call.
   *
   * @param id as it came; null for a notification, which gets no answer
   */
  record Call(@Nullable String id, String method, Params params) implements Request {}

  /** No request at all (JSON-RPC 2.0, section 4). */
  record Malformed(String id) implements Request {}

  /** What a call brings along. */
  sealed interface Params {
    Params NONE = new Positional(List.of());

    /** Values in the order of the method's parameters. */
    record Positional(List<String> values) implements Params {
      public Positional {
        values = List.copyOf(values);
      }
    }

    /** Values by name. */
    record Named(Map<String, String> values) implements Params {
      public Named {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      }
    }

    /** A name is there twice, so that nobody can say which value is meant. */
    record Repeated(String name) implements Params {}
  }
}
