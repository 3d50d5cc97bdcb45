package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.List;

/**
 * What a method looks like from outside; the document of {@code rpc.discover} is made of these.
 *
 * @param name {@code namespace_method}
 * @param summary one sentence
 * @param needsToken whether only the node's owner may call it
 * @param params in the order in which an array gives them, those that are required first
 * @param result the JSON Schema of what it answers
 * @param errors what it fails with, beside what every call can fail with
 * @param example values of params, and the result that they might have
 */
record Signature(
    String name,
    String summary,
    boolean needsToken,
    List<Parameter> params,
    IpldMap result,
    List<RpcError> errors,
    Example example) {

  /** Values of params by name, and the result that they might have. */
  record Example(IpldMap params, Ipld result) {}

  Signature {
    params = List.copyOf(params);
    errors = List.copyOf(errors);
  }
}
