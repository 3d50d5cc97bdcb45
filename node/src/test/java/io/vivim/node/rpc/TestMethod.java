package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A method of a test. */
record TestMethod(Signature signature, Work work) implements RpcMethod {
  /** What it does. */
  interface Work {
    CompletionStage<JsonText> with(Arguments arguments) throws RpcException;
  }

  static TestMethod of(String name, Work work, String... parameters) {
    List<Parameter> params =
        Arrays.stream(parameters)
            .map(parameter -> Parameter.required(parameter, "A value.", Schemas.text("Any.")))
            .toList();
    return new TestMethod(signature(name, false, params), work);
  }

  static TestMethod forTheOwner(String name, Work work) {
    return new TestMethod(signature(name, true, List.of()), work);
  }

  private static Signature signature(String name, boolean needsToken, List<Parameter> params) {
    return new Signature(
        name,
        "A method of a test.",
        needsToken,
        params,
        Schemas.text("Any."),
        List.of(),
        new Signature.Example(IpldMap.EMPTY, Ipld.NULL));
  }

  static CompletionStage<JsonText> json(String text) {
    return CompletableFuture.completedStage(new JsonText(text));
  }

  @Override
  public CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException {
    return work.with(arguments);
  }
}
