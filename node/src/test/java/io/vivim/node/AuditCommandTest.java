package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An auditor, and what logs answer. */
final class AuditCommandTest {
  private static final LogOrigin CIRCLE =
      new LogOrigin(
          SigningKey.generate().did(),
          LogScope.parse("circle:bafyreieq5jui4j25lacwomsqgjeswwl3y5zcdrresptwgmfylxo2depppq")
              .orElseThrow());

  @TempDir Path folder;

  /** What an audit that fails comes to; what is served is made by the test. */
  private static String audit(HttpHandler answer, String... more) throws IOException {
    Terminal.Outcome outcome = run(answer, more);
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    return outcome.out() + outcome.err();
  }

  private static Terminal.Outcome run(HttpHandler answer, String... more) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", answer);
    server.start();
    try {
      List<String> words =
          new ArrayList<>(
              List.of("log", "audit", "http://127.0.0.1:" + server.getAddress().getPort() + "/"));
      words.addAll(List.of(more));
      if (!words.contains("--key")) {
        words.addAll(List.of("--key", CIRCLE.key().text()));
      }
      return Terminal.run(words.toArray(String[]::new));
    } finally {
      server.stop(0);
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
      packing.write(plain);
    }
    return bytes.toByteArray();
  }

  private static HttpHandler encoded(String encoding, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Encoding", encoding);
      send(exchange, body);
    };
  }

  @Test
  void anAnswerThatIsPackedIsUnpackedAndHasTheSameLimit() throws IOException {
    byte[] empty = (CIRCLE.text() + "\n0\n").getBytes(StandardCharsets.UTF_8);
    String plain = audit(exchange -> send(exchange, empty));
    assertThat(plain).contains("the checkpoint is no note");
    assertThat(audit(encoded("gzip", packed(empty)))).isEqualTo(plain);
    assertThat(audit(encoded("GZIP", packed(empty)))).isEqualTo(plain);
    assertThat(audit(encoded("identity", empty))).isEqualTo(plain);
    assertThat(audit(encoded("gzip", packed(new byte[64 * 1024 * 1024]))))
        .contains("checkpoint cannot be read: it has more than 1048576 bytes");
    assertThat(audit(encoded("gzip", empty))).contains("checkpoint cannot be read: ");
    assertThat(audit(encoded("br", empty))).contains("its encoding is br");
  }

  @Test
  void blocksThatDoNotFollowAreKeptBesideWhatIsRemembered() throws IOException {
    SigningKey key = SigningKey.generate();
    LogOrigin origin = new LogOrigin(key.did(), LogScope.PUBLIC);
    OwnLog shown = twoBlocks(key, Instant.parse("2026-11-30T10:00:00Z"));
    OwnLog other = twoBlocks(key, Instant.parse("2026-11-30T10:00:01Z"));
    Path seen = folder.resolve("seen");
    HttpHandler answer =
        exchange -> {
          String path = exchange.getRequestURI().getPath().substring(1);
          (path.equals("block/1") ? served(other) : served(shown)).handle(exchange);
        };
    String said = audit(answer, "--key", origin.key().text(), "--state", seen.toString());

    assertThat(said).contains("block 1 and the one before it are of two histories");
    assertThat(seen).doesNotExist();
    BlockReader reader = new BlockReader(SignatureVerifier.create());
    Block one = reader.readOwn(shown.block(0).orElseThrow());
    Block two = reader.readOwn(other.block(1).orElseThrow());
    assertThat(folder).isDirectoryContaining(file -> file.endsWith("seen.rival-0-" + one.cid()));
    assertThat(folder.resolve("seen.rival-1-" + two.cid())).hasBinaryContent(two.bytes().toArray());
    assertThat(folder.toFile().list()).hasSize(2);
  }

  @Test
  void theBlockOfTheLastAuditHasToBeOnTheWay() throws IOException {
    SigningKey key = SigningKey.generate();
    String log = new LogOrigin(key.did(), LogScope.PUBLIC).key().text();
    OwnLog shown = twoBlocks(key, Instant.parse("2026-11-30T10:00:00Z"));
    OwnLog other = twoBlocks(key, Instant.parse("2025-11-30T10:00:00Z"));
    Path seen = folder.resolve("seen");
    String[] options = {"--key", log, "--state", seen.toString()};
    for (int i = 0; i < 2; i++) {
      assertThat(run(served(shown), options).code()).isEqualTo(ExitCode.GOOD);
    }
    byte[] block = shown.block(1).orElseThrow().toArray();
    assertThat(folder.resolve("seen.block")).hasBinaryContent(block);

    assertThat(audit(served(other), options)).contains("block 1 is another one than before");
    assertThat(folder.resolve("seen.block")).hasBinaryContent(block);
    assertThat(folder).isDirectoryContaining("glob:**seen.rival-1-*");

    Files.write(folder.resolve("seen.block"), new byte[9]);
    assertThat(audit(served(shown), options)).contains("seen.block: ");
  }

  @Test
  void aPolicyThatListsLogsBelievesNoOther() throws IOException {
    SigningKey key = SigningKey.generate();
    String log = new LogOrigin(key.did(), LogScope.PUBLIC).key().text();
    HttpHandler shown = served(twoBlocks(key, Instant.parse("2026-11-30T10:00:00Z")));
    Path policy = folder.resolve("policy");
    String[] options = {"--key", log, "--witnesses", policy.toString()};
    Files.writeString(policy, "log " + CIRCLE.key().text() + "\nquorum none\n");
    assertThat(audit(shown, options)).contains("it lists logs, and none has the key " + log);
    Terminal.Outcome proof =
        Terminal.run("proof", "verify", "none", "--key", log, "--policy", policy.toString());
    assertThat(proof.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(proof.err()).contains("it lists logs, and none has the key " + log);

    Files.writeString(policy, "log " + log + "\nquorum none\n");
    assertThat(run(shown, options).code()).isEqualTo(ExitCode.GOOD);
  }

  private static HttpHandler served(OwnLog log) {
    return exchange -> {
      Optional<Bytes> page = page(log, exchange.getRequestURI().getPath().substring(1));
      if (page.isPresent()) {
        send(exchange, page.get().toArray());
      } else {
        exchange.sendResponseHeaders(404, -1);
        exchange.close();
      }
    };
  }

  private static OwnLog twoBlocks(SigningKey key, Instant now) {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    BuiltLogs logs = new BuiltLogs(store, store, key, BlockLimits.DEFAULT);
    EventType type = EventType.parse("acu:create").orElseThrow();
    for (int i = 1; i <= 2; i++) {
      EventId event = new EventId(Multihash.sha256(Bytes.utf8("event " + i)).digest());
      logs.add(new BuiltLogs.Taken(i, event, type, LogScope.PUBLIC, 500), now);
      assertThat(logs.finish(now)).hasSize(1);
    }
    return new OwnLog(store, new LogOrigin(key.did(), LogScope.PUBLIC));
  }

  private static Optional<Bytes> page(OwnLog log, String path) {
    return path.startsWith("block/")
        ? log.block(Long.parseLong(path.substring("block/".length())))
        : path.equals("checkpoint")
            ? log.checkpoint().map(SignedNote::encode)
            : Tile.parse(path).flatMap(log::served);
  }

  @Test
  void aTokenIsShownToWhomIsAudited() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "secret-token\n");
    List<String> shown = new ArrayList<>();
    HttpHandler missing =
        exchange -> {
          shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        };
    assertThat(audit(missing)).contains("there is no checkpoint");
    assertThat(audit(missing, "--token-file", file.toString())).contains("there is no checkpoint");
    assertThat(shown).containsExactly("null", "Bearer secret-token");
    Path none = folder.resolve("none");
    assertThat(audit(missing, "--token-file", none.toString())).contains(none + ": there is no");
    Files.writeString(file, "two words");
    assertThat(audit(missing, "--token-file", file.toString())).contains("it has no token");
    assertThat(shown).hasSize(2);
  }

  @Test
  void aPlaceThatCannotRememberIsNamedBeforeAnythingIsAsked() throws IOException {
    List<String> asked = new ArrayList<>();
    HttpHandler missing =
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        };
    Path nowhere = folder.resolve("nowhere");
    Path state = nowhere.resolve("seen.txt");
    assertThat(audit(missing, "--state", state.toString()))
        .contains(state + ": there is no folder " + nowhere);
    assertThat(audit(missing, "--state", folder.toString())).contains(folder + ": ");
    assertThat(asked).isEmpty();
    assertThat(audit(missing, "--state", folder.resolve("seen.txt").toString()))
        .contains("there is no checkpoint");
  }

  @Test
  void whoCannotBeReachedIsToldWithAReason() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    Terminal.Outcome outcome =
        Terminal.run("log", "audit", "http://127.0.0.1:" + port, "--key", CIRCLE.key().text());
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.err()).contains("checkpoint cannot be read: ").doesNotContain("null");
    assertThat(audit(exchange -> exchange.sendResponseHeaders(500, -1)))
        .contains("its status is 500");
  }

  @Test
  void whatIsNoPlaceOfALogIsSaidToBeNone() {
    String key = CIRCLE.key().text();
    for (String url :
        List.of(
            "example.org/log",
            "file:///log",
            "http://",
            "http:/x",
            "https://exa mple.org/log",
            "https://example.org/log?x=1",
            "https://example.org/log#x")) {
      Terminal.Outcome outcome = Terminal.run("log", "audit", url, "--key", key);
      assertThat(outcome.code()).as(url).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains("the URL is no prefix of a log").contains(url);
    }
    String cosigner = NoteSigner.witness("w", SigningKey.generate()).verifier().text();
    Terminal.Outcome outcome = Terminal.run("log", "audit", "https://e.org", "--key", cosigner);
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("--key is no key of a log").contains("cosigns");
  }

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
