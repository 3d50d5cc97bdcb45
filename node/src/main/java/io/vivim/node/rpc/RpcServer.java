package io.vivim.node.rpc;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Answers JSON-RPC by HTTP, and serves the node's logs beside it. */
public final class RpcServer implements AutoCloseable {
  private final BearerToken token;
  private final Consumer<Throwable> faults;
  private final Optional<LogPages> pages;
  private final HttpFront front;

  /** There once the address is known, which it is only when the port is bound. */
  private final CompletableFuture<Dispatcher> dispatcher = new CompletableFuture<>();

  private RpcServer(
      RpcOptions options,
      BearerToken token,
      LongSupplier nanos,
      Consumer<Throwable> faults,
      Optional<LogPages> pages,
      Function<String, MethodTable> methods)
      throws IOException {
    this.token = token;
    this.faults = faults;
    this.pages = pages;
    List<HeadRule> rules =
        List.of(
            HeadRule.calls(token, options.limits().bodyBytes()),
            HeadRule.pages(LogPages.PREFIX, token));
    this.front = new HttpFront(options, rules, nanos, this::route);
    dispatcher.complete(
        new Dispatcher(methods.apply(front.address()), options.limits(), nanos, faults));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException where that is not possible there
   */
  public static RpcServer start(RpcOptions options, BearerToken token, RpcParts parts)
      throws IOException {
    return new RpcServer(
        options,
        token,
        parts.nanos(),
        parts.faults(),
        Optional.of(new LogPages(parts.store(), new Disclosure(parts.state()))),
        address ->
            new MethodTable(
                Methods.of(parts, options.limits(), address),
                new OpenRpc(parts.version(), address)));
  }

  /** A server of other methods, for tests. */
  static RpcServer start(
      RpcOptions options,
      BearerToken token,
      LongSupplier nanos,
      Consumer<Throwable> faults,
      List<RpcMethod> methods)
      throws IOException {
    return new RpcServer(
        options,
        token,
        nanos,
        faults,
        Optional.empty(),
        address -> new MethodTable(methods, new OpenRpc("test", address)));
  }

  /** Where it listens, such as {@code http://127.0.0.1:8645}. */
  public String address() {
    return front.address();
  }

  private void route(RoutesConfig routes) {
    routes.post("/", this::answer);
    routes.get(LogPages.PREFIX + "<page>", this::page);
    routes.head(LogPages.PREFIX + "<page>", this::page);
  }

  /** The loader has the whole body by now, so that reading it waits for nobody. */
  private void answer(Context exchange) {
    byte[] body = exchange.bodyAsBytes();
    // Answers are written by the server's threads: the log's own must not wait for a caller.
    exchange.future(
        () ->
            dispatcher
                .thenCompose(known -> known.answer(body, caller(exchange)))
                .thenAcceptAsync(answer -> write(exchange, answer), front.threads()));
  }

  private Caller caller(Context exchange) {
    return token.caller(exchange.header("Authorization")).orElse(Caller.ANYONE);
  }

  private static void write(Context exchange, Optional<JsonText> answer) {
    if (answer.isEmpty()) {
      exchange.status(204);
    } else {
      exchange.contentType("application/json").result(answer.get().text());
    }
  }

  private void page(Context exchange) {
    try {
      pages
          .flatMap(logs -> logs.page(exchange.path(), caller(exchange)))
          .orElse(HttpPage.NONE)
          .write(exchange);
    } catch (RuntimeException e) {
      faults.accept(e);
      HttpPage.FAULT.write(exchange);
    }
  }

  /** Takes no more, answers what is under way while the time for that lasts, and stops. */
  @Override
  public void close() {
    front.close();
  }
}
