package io.vivim.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long strangers are waited for. */
final class HttpTest {
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAnswerThatBeginsAndStallsIsGivenUp() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(new byte[2]);
          exchange.getResponseBody().flush();
        });
    server.start();
    try {
      URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      Http http = new Http(Duration.ofMillis(500));
      assertThatThrownBy(() -> http.get(place, "x/x", 1000))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("longer than 500 ms");
      assertThatThrownBy(() -> http.post(place, "x/x", Bytes.utf8("x"), "x/x", 1000))
          .isInstanceOf(HttpTimeoutException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoeverSendsOnToAnotherPlaceIsNotFollowed() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/elsewhere",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/here",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(Integer.parseInt(exchange.getRequestURI().getQuery()), -1);
          exchange.close();
        });
    server.start();
    try {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        URI place =
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/here?" + status);
        assertThat(new Http().get(place, "x/x", 1000).status()).isEqualTo(status);
        assertThat(new Http().post(place, "x/x", Bytes.utf8("x"), "x/x", 1000).status())
            .isEqualTo(status);
      }
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anAnswerInTimeIsReadToItsEnd() throws IOException {
    try (Loopback server =
        new Loopback(request -> new Loopback.Reply(200, Bytes.utf8("x".repeat(1000))))) {
      assertThat(new Http().get(server.place(), "x/x", 1000).body().size()).isEqualTo(1000);
      assertThatThrownBy(() -> new Http().get(server.place(), "x/x", 999))
          .hasMessageContaining("more than 999 bytes");
    }
  }
}
