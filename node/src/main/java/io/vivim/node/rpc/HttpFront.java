package io.vivim.node.rpc;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.BindException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;
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
 * Listens for HTTP on one address, with limits on all that a caller can make it hold.
 *
 * <p>A request passes, in this order: the drain, the {@link HttpGate}, the loading of its body
 * without a thread that waits, and its route.
 */
final class HttpFront implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;

  /** How often within the time of a request connections are looked at. */
  private static final int LOOKS = 8;

  /** What a chunk of a body may weigh beside its bytes, since it holds on to its buffer. */
  private static final int CHUNK_BYTES = 1024;

  private final RpcOptions options;
  private final List<HeadRule> rules;
  private final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
  private final SlowClients slowClients;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(HttpFront::watcher);
  private final ScheduledFuture<?> looks;
  private final Javalin http;
  private final String address;

  /**
   * Begins to listen.
   *
   * @param rules which requests go on to the routes
   * @throws IOException where that is not possible there
   */
  HttpFront(
      RpcOptions options, List<HeadRule> rules, LongSupplier nanos, Consumer<RoutesConfig> routes)
      throws IOException {
    this.options = options;
    this.rules = rules;
    this.slowClients = new SlowClients(options.limits().requestTime(), nanos);
    threads.setName("vivim-rpc");
    this.http = Javalin.create(config -> configure(config, routes));
    start();
    this.looks = startLooking();
    this.address = "http://" + new Listen(options.listen().host(), http.port());
  }

  /** Where it listens, such as {@code http://127.0.0.1:8645}. */
  String address() {
    return address;
  }

  /** The threads that write answers. */
  Executor threads() {
    return threads;
  }

  private static Thread watcher(Runnable work) {
    Thread thread = new Thread(work, "vivim-rpc-watch");
    thread.setDaemon(true);
    return thread;
  }

  private void configure(JavalinConfig config, Consumer<RoutesConfig> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.defaultContentType = "application/json";
    config.http.maxRequestSize = options.limits().bodyBytes();
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(this::guard);
    routes.accept(config.routes);
    config.routes.exception(HttpResponseException.class, HttpFront::refuse);
  }

  /** What no route takes is answered as all else that is not there. */
  private static void refuse(HttpResponseException why, Context exchange) {
    int status = why.getStatus();
    HttpPage page =
        status == HttpPage.NONE.status()
            ? HttpPage.NONE
            : new HttpPage(
                status,
                HttpPage.TEXT,
                HttpPage.NOT_KEPT,
                Bytes.utf8(HttpStatus.getMessage(status) + "\n"));
    page.write(exchange);
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
    EagerContentHandler loader =
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(
                2L * options.limits().bodyBytes(), CHUNK_BYTES, true));
    Set<String> names = new HashSet<>(options.hosts());
    names.add(options.listen().urlHost());
    server.setHandler(
        new GracefulHandler(
            new HttpGate(
                new BodyBound(loader, options.limits().bodyBytes()), new HostNames(names), rules)));
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
