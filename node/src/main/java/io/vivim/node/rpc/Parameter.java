package io.vivim.node.rpc;

import io.vivim.codec.IpldMap;

/** One parameter of a method, with the JSON Schema of its values. */
record Parameter(String name, String summary, boolean isRequired, IpldMap schema) {
  static Parameter required(String name, String summary, IpldMap schema) {
    return new Parameter(name, summary, true, schema);
  }

  static Parameter optional(String name, String summary, IpldMap schema) {
    return new Parameter(name, summary, false, schema);
  }
}
