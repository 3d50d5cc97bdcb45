package io.vivim.anchors;

import com.sun.net.httpserver.HttpServer;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers by what a test gave it. */
final class Loopback implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  record Request(int port, String method, String path, String type, Bytes body) {}

  record Reply(int status, Bytes body) {}

  /** What answers. */
  interface Answering {
    Reply to(Request request) throws IOException;
  }

  Loopback(Answering answering) throws IOException {
    this(0, answering);
  }

  /** On that port, as one that was down and is up again. */
  Loopback(int port, Answering answering) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
          byte[] body = exchange.getRequestBody().readAllBytes();
          Request request =
              new Request(
                  exchange.getLocalAddress().getPort(),
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  type,
                  Bytes.owning(body));
          Reply reply = answering.to(request);
          byte[] bytes = reply.body().toArray();
          exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI place() {
    return URI.create("http://127.0.0.1:" + port());
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
