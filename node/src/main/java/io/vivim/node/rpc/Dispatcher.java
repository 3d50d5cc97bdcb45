package io.vivim.node.rpc;

import io.vivim.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Answers bodies by the rules of JSON-RPC 2.0, on whatever transport they came. The calls of a
 * batch are begun in their order and may end in any.
 */
final class Dispatcher {
  private final MethodTable methods;
  private final RpcLimits limits;
  private final RequestReader reader;
  private final LongSupplier nanos;
  private final Consumer<Throwable> faults;

  /**
   * Answers by these methods.
   *
   * @param nanos a clock that never goes back
   * @param faults is told of what callers hear of as internal errors alone
   */
  Dispatcher(
      MethodTable methods, RpcLimits limits, LongSupplier nanos, Consumer<Throwable> faults) {
    this.methods = methods;
    this.limits = limits;
    this.reader = new RequestReader(limits);
    this.nanos = nanos;
    this.faults = faults;
  }

  /** The answer to a body; none where it has notifications alone. */
  CompletionStage<Optional<JsonText>> answer(byte[] body, Caller caller) {
    RequestReader.Body read;
    try {
      read = reader.read(body);
    } catch (RpcException e) {
      return CompletableFuture.completedStage(Optional.of(failure(Request.NO_ID, e)));
    }
    Budget budget = new Budget(limits, nanos);
    List<CompletableFuture<Optional<JsonText>>> answers = new ArrayList<>();
    for (Request request : read.requests()) {
      answers.add(answer(request, caller, budget).toCompletableFuture());
    }
    if (!read.isBatch()) {
      return answers.get(0);
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).flatMap(Optional::stream))
        .thenApply(Stream::toList)
        .thenApply(list -> list.isEmpty() ? Optional.empty() : Optional.of(JsonText.list(list)));
  }

  private CompletionStage<Optional<JsonText>> answer(
      Request request, Caller caller, Budget budget) {
    if (request instanceof Request.Malformed malformed) {
      return CompletableFuture.completedStage(
          Optional.of(failure(malformed.id(), new RpcException(RpcError.INVALID_REQUEST))));
    }
    Request.Call call = (Request.Call) request;
    return result(call, caller, budget)
        .handle(
            (result, failure) -> {
              RpcException error = failure == null ? null : error(failure, budget);
              String id = call.id();
              if (id == null) {
                return Optional.empty();
              }
              return Optional.of(error == null ? success(id, result, budget) : failure(id, error));
            });
  }

  private CompletionStage<JsonText> result(Request.Call call, Caller caller, Budget budget) {
    try {
      long left = budget.time().toNanos();
      RpcMethod method =
          methods
              .find(call.method())
              .orElseThrow(() -> new RpcException(RpcError.METHOD_NOT_FOUND));
      Signature signature = method.signature();
      if (signature.needsToken() && caller != Caller.OWNER) {
        throw new RpcException(RpcError.TOKEN_NEEDED);
      }
      Arguments arguments = Arguments.of(signature.params(), call.params());
      return method
          .call(arguments, caller)
          .toCompletableFuture()
          .copy()
          .orTimeout(left, TimeUnit.NANOSECONDS);
    } catch (RpcException | RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private RpcException error(Throwable failure, Budget budget) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RpcException expected) {
      return expected;
    }
    if (cause instanceof TimeoutException) {
      return budget.tooSlow();
    }
    faults.accept(cause);
    return new RpcException(isOfTheStore(cause) ? RpcError.STORE_FAILED : RpcError.INTERNAL_ERROR);
  }

  private static boolean isOfTheStore(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(StoreException.class::isInstance);
  }

  private static JsonText success(String id, JsonText result, Budget budget) {
    try {
      budget.take(result);
      return response(id, new JsonText.Field("result", result));
    } catch (RpcException e) {
      return failure(id, e);
    }
  }

  private static JsonText failure(String id, RpcException error) {
    return response(id, new JsonText.Field("error", error.json()));
  }

  private static JsonText response(String id, JsonText.Field outcome) {
    return JsonText.object(
        new JsonText.Field("jsonrpc", new JsonText("\"2.0\"")),
        outcome,
        new JsonText.Field("id", new JsonText(id)));
  }
}
