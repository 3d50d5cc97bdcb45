package io.vivim.node.rpc;

import java.util.concurrent.CompletionStage;

/** One method: a small class that says what it looks like and answers calls. */
interface RpcMethod {
  Signature signature();

  /**
   * Answers a call; whether the caller may make it and has every argument is known by then.
   *
   * @return the result, which may come later; failures are those of this method
   */
  CompletionStage<JsonText> call(Arguments arguments, Caller caller) throws RpcException;
}
