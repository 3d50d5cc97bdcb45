package io.vivim.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Anvil, a development chain of the EVM, in a process of its own; has a block when it is told to.
 */
final class Anvil implements AutoCloseable {
  static final long CHAIN = 31337;

  private static final String LISTENING = "Listening on ";
  private static final String MUCH = "0xde0b6b3a7640000";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI place;

  Anvil() throws IOException {
    this(0);
  }

  /** On that port, as one that was down and is up again. */
  Anvil(int port) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    program(Counterpart.packages("anvil")).toString(),
                    "--port",
                    String.valueOf(port),
                    "--chain-id",
                    String.valueOf(CHAIN),
                    "--accounts",
                    "1",
                    "--no-mining"))
            .redirectErrorStream(true)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith(LISTENING)) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("anvil does not start");
    }
    place = URI.create("http://" + line.substring(LISTENING.length()).strip());
    Thread reader = new Thread(() -> readOn(said), "anvil-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** So that it never waits for somebody who reads what it says. */
  private static void readOn(BufferedReader said) {
    try {
      said.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // It was ended.
    }
  }

  /** The one that npm has chosen for this machine. */
  private static Path program(Path packages) throws IOException {
    try (Stream<Path> all = Files.list(packages.resolve("node_modules/@foundry-rs"))) {
      return all.map(each -> each.resolve("bin"))
          .flatMap(bin -> Stream.of(bin.resolve("anvil"), bin.resolve("anvil.exe")))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IOException("there is no anvil for this machine"));
    }
  }

  URI place() {
    return place;
  }

  JsonNode ask(String method, Object... parameters) throws Exception {
    String body =
        json.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
    HttpRequest request =
        HttpRequest.newBuilder(place)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    JsonNode answer =
        json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.get("error"));
    }
    return answer.get("result");
  }

  void mine(int blocks) throws Exception {
    ask("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  void makeRich(String account) throws Exception {
    ask("anvil_setBalance", account, MUCH);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
