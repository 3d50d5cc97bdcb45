package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.did.SigningKey;
import io.vivim.events.LogScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** An auditor whom a log keeps waiting. */
final class AuditCommandTest {
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLogWhoseAnswerStallsIsUnreachable() throws IOException {
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
      Console console =
          new Console(
              InputStream.nullInputStream(),
              new ByteArrayOutputStream(),
              new ByteArrayOutputStream());
      AuditCommand command =
          new AuditCommand(
              console,
              InstantSource.fixed(Instant.EPOCH),
              System::nanoTime,
              Duration.ofMillis(500));
      String key = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).key().text();
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      new CommandLine(command).parseArgs(url, "--key", key);
      assertThatThrownBy(command::call)
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("checkpoint cannot be read")
          .hasMessageContaining("longer than 500 ms");
    } finally {
      server.stop(0);
    }
  }
}
