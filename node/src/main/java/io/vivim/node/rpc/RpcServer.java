package io.vivim.node.rpc;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.BindException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Listens for JSON-RPC by HTTP.
 *
 * <p>A request passes, in this order: the drain, the {@link HttpGate}, the loading of its body
 * without a thread that waits, and the {@link Dispatcher}.
 */
public final class RpcServer implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;

  /** How often within the time of a request connections are looked at. */
  private static final int LOOKS = 8;

  /** What a chunk of a body may weigh beside its bytes, since it holds on to its buffer. */
  private static final int CHUNK_BYTES = 1024;

  private final RpcOptions options;
  private final BearerToken token;
  private final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
  private final SlowClients slowClients;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(RpcServer::watcher);
  private final ScheduledFuture<?> looks;
  private final Javalin http;
  private final String address;

  /** There once the address is known, which it is only when the port is bound. */
  private final CompletableFuture<Dispatcher> dispatcher = new CompletableFuture<>();

  private RpcServer(
      RpcOptions options,
      BearerToken token,
      LongSupplier nanos,
      Consumer<Throwable> faults,
      Function<String, MethodTable> methods)
      throws IOException {
    this.options = options;
    this.token = token;
    this.slowClients = new SlowClients(options.limits().requestTime(), nanos);
    threads.setName("vivim-rpc");
    this.http = Javalin.create(this::configure);
    start();
    this.looks = startLooking();
    this.address = "http://" + new Listen(options.listen().host(), http.port());
    dispatcher.complete(new Dispatcher(methods.apply(address), options.limits(), nanos, faults));
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
        address -> new MethodTable(methods, new OpenRpc("test", address)));
  }

  /** Where it listens, such as {@code http://127.0.0.1:8645}. */
  public String address() {
    return address;
  }

  private static Thread watcher(Runnable work) {
    Thread thread = new Thread(work, "vivim-rpc-watch");
    thread.setDaemon(true);
    return thread;
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.defaultContentType = "application/json";
    config.http.maxRequestSize = options.limits().bodyBytes();
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::guard);
    config.routes.post("/", this::answer);
  }

  private Connector connector(Server server, HttpConfiguration configuration) {
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(options.listen().host());
    connector.setPort(options.listen().port());
    connector.setIdleTimeout(options.limits().idleTime().toMillis());
    connector.addBean(slowClients);
    connector.addBean(new NetworkConnectionLimit(options.limits().connections(), connector));
    return connector;
  }

  private void guard(Server server) {
    int bodyBytes = options.limits().bodyBytes();
    EagerContentHandler loader =
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(
                2L * bodyBytes, CHUNK_BYTES, true));
    Set<String> names = new HashSet<>(options.hosts());
    names.add(options.listen().urlHost());
    server.setHandler(
        new GracefulHandler(new HttpGate(loader, new HostNames(names), token, bodyBytes)));
    server.setErrorHandler(HttpGate::sayWhy);
    server.setStopTimeout(options.limits().drainTime().toMillis());
  }

  private void start() throws IOException {
    try {
      http.start();
    } catch (RuntimeException e) {
      watch.shutdownNow();
      throw causes(e)
          .filter(IOException.class::isInstance)
          .map(IOException.class::cast)
          .findFirst()
          .map(this::plain)
          .orElseThrow(() -> e);
    }
  }

  private ScheduledFuture<?> startLooking() {
    long pause = Math.max(1, options.limits().requestTime().toNanos() / LOOKS);
    return watch.scheduleWithFixedDelay(slowClients::look, pause, pause, TimeUnit.NANOSECONDS);
  }

  private IOException plain(IOException e) {
    Throwable cause = e instanceof BindException ? e : e.getCause();
    return cause instanceof BindException ? options.listen().taken(cause) : e;
  }

  /** The loader has the whole body by now, so that reading it waits for nobody. */
  private void answer(Context exchange) {
    byte[] body = exchange.bodyAsBytes();
    Caller caller = token.caller(exchange.header("Authorization")).orElse(Caller.ANYONE);
    // Answers are written by the server's threads: the log's own must not wait for a caller.
    exchange.future(
        () ->
            dispatcher
                .thenCompose(known -> known.answer(body, caller))
                .thenAcceptAsync(answer -> write(exchange, answer), threads));
  }

  private static void write(Context exchange, Optional<JsonText> answer) {
    if (answer.isEmpty()) {
      exchange.status(204);
    } else {
      exchange.contentType("application/json").result(answer.get().text());
    }
  }

  /** Takes no more, answers what is under way while the time for that lasts, and stops. */
  @Override
  public void close() {
    try {
      http.stop();
    } catch (RuntimeException e) {
      // What is still under way when the time is up is cut off; all the rest has stopped.
      if (causes(e).noneMatch(TimeoutException.class::isInstance)) {
        throw e;
      }
    } finally {
      looks.cancel(false);
      watch.shutdownNow();
    }
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
