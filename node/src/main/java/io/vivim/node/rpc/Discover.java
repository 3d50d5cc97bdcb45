package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code rpc.discover}: what can be asked here (OpenRPC 1.3, service discovery). */
final class Discover implements RpcMethod {
  static final Signature SIGNATURE =
      new Signature(
          "rpc.discover",
          "This document: every method with its params, result, errors and an example.",
          false,
          List.of(),
          Schemas.object("An OpenRPC document."),
          List.of(),
          new Signature.Example(
              IpldMap.EMPTY, IpldMap.builder().put("openrpc", Ipld.of(OpenRpc.VERSION)).build()));

  private final JsonText document;

  Discover(JsonText document) {
    this.document = document;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) {
    return CompletableFuture.completedStage(document);
  }
}
