package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.ArrayList;
import java.util.List;

/** The OpenRPC document of a server, made of its methods' signatures. */
final class OpenRpc {
  static final String VERSION = "1.3.2";

  /** What every call can fail with. */
  private static final List<RpcError> OF_EVERY_CALL =
      List.of(
          RpcError.INVALID_PARAMS,
          RpcError.INTERNAL_ERROR,
          RpcError.TOO_SLOW,
          RpcError.TOO_LARGE,
          RpcError.STORE_FAILED);

  private final String version;
  private final String address;

  OpenRpc(String version, String address) {
    this.version = version;
    this.address = address;
  }

  IpldMap of(List<Signature> signatures) {
    return IpldMap.builder()
        .put("openrpc", Ipld.of(VERSION))
        .put(
            "info",
            IpldMap.builder()
                .put("title", Ipld.of("VIVIM Chain node"))
                .put("version", Ipld.of(version))
                .put("description", Ipld.of("JSON-RPC 2.0 over HTTP, as docs/spec/rpc.md says."))
                .put("license", IpldMap.builder().put("name", Ipld.of("Apache-2.0")).build())
                .build())
        .put(
            "servers",
            Ipld.listOf(
                IpldMap.builder()
                    .put("name", Ipld.of("this node"))
                    .put("url", Ipld.of(address))
                    .build()))
        .put("methods", sequence(signatures.stream().map(OpenRpc::method).toList()))
        .put("components", IpldMap.builder().put("schemas", SharedSchemas.all()).build())
        .build();
  }

  private static IpldMap method(Signature signature) {
    IpldMap.Builder method =
        IpldMap.builder()
            .put("name", Ipld.of(signature.name()))
            .put("summary", Ipld.of(signature.summary()))
            .put("paramStructure", Ipld.of("either"))
            .put("params", sequence(signature.params().stream().map(OpenRpc::parameter).toList()))
            .put(
                "result",
                IpldMap.builder()
                    .put("name", Ipld.of("result"))
                    .put("schema", signature.result())
                    .build())
            .put("errors", sequence(errors(signature).stream().map(OpenRpc::error).toList()))
            .put("examples", Ipld.listOf(example(signature)));
    if (signature.needsToken()) {
      method.put("description", Ipld.of("Needs the node's token: 'Authorization: Bearer …'."));
    }
    return method.build();
  }

  private static IpldMap parameter(Parameter parameter) {
    return IpldMap.builder()
        .put("name", Ipld.of(parameter.name()))
        .put("summary", Ipld.of(parameter.summary()))
        .put("required", Ipld.of(parameter.isRequired()))
        .put("schema", parameter.schema())
        .build();
  }

  private static List<RpcError> errors(Signature signature) {
    List<RpcError> errors = new ArrayList<>(signature.errors());
    if (signature.needsToken()) {
      errors.add(RpcError.TOKEN_NEEDED);
    }
    errors.addAll(OF_EVERY_CALL);
    return errors;
  }

  private static IpldMap error(RpcError error) {
    return IpldMap.builder()
        .put("code", Ipld.of(error.number()))
        .put("message", Ipld.of(error.message()))
        .put(
            "data",
            IpldMap.builder()
                .put("code", Ipld.of(error.code()))
                .put("next", Ipld.of(error.next()))
                .build())
        .build();
  }

  private static IpldMap example(Signature signature) {
    List<IpldMap> params = new ArrayList<>();
    for (Parameter parameter : signature.params()) {
      signature
          .example()
          .params()
          .get(parameter.name())
          .ifPresent(value -> params.add(named(parameter.name(), value)));
    }
    return IpldMap.builder()
        .put("name", Ipld.of(signature.name()))
        .put("params", sequence(params))
        .put("result", named("result", signature.example().result()))
        .build();
  }

  private static IpldMap named(String name, Ipld value) {
    return IpldMap.builder().put("name", Ipld.of(name)).put("value", value).build();
  }

  private static Ipld sequence(List<IpldMap> items) {
    return new Ipld.Sequence(List.copyOf(items));
  }
}
