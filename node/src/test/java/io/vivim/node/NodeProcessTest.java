package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventJson;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.node.rpc.HttpCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The node as a process of its own: what it prints, and how it ends. */
class NodeProcessTest {
  private static final String IGNORED_SIGNALS = "SigIgn:";
  private static final long INT_BIT = 1 << 1;
  private static final long END_SECONDS = 60;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  /** A process that listens, and what it said of itself. */
  private record Running(Process process, String address, String log, Path token) {
    HttpCalls calls() {
      return HttpCalls.to(address);
    }

    int end(String signal) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }
  }

  private Process launch(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.vivim.node.Vivim",
                "node",
                "--data",
                folder.resolve("data").toString(),
                "--keys",
                folder.resolve("keys").toString(),
                "--listen",
                "127.0.0.1:0"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("VIVIM_"));
    variables.put("VIVIM_PASSPHRASE", "tea");
    Process process = builder.redirectError(folder.resolve("errors").toFile()).start();
    started.add(process);
    return process;
  }

  private Running run(String... more) throws IOException {
    Process process = launch(more);
    BufferedReader lines = process.inputReader();
    return new Running(
        process,
        after("listening on ", lines.readLine()),
        after("log ", lines.readLine()),
        Path.of(after("token in ", lines.readLine())));
  }

  private String after(String start, String line) throws IOException {
    assertThat(line).as(Files.readString(folder.resolve("errors"))).startsWith(start);
    return line.substring(start.length());
  }

  /**
   * What a script runs in the background ignores the keys that interrupt it; so do its children.
   */
  private static boolean isIgnored(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!signal.equals("INT") || !Files.exists(status)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(IGNORED_SIGNALS))
          .map(line -> line.substring(IGNORED_SIGNALS.length()).strip())
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INT_BIT) != 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM,h2", "INT,rocksdb"})
  void whatANodeTookIsThereAfterItWasStoppedAndStartedAgain(String signal, String engine)
      throws Exception {
    assumeThat(isIgnored(signal)).as("children ignore " + signal).isFalse();
    DecodedEvent event =
        EventBuilder.of(EventType.named("memory:create"), Bytes.copyOf(new byte[16]))
            .timestamp(Timestamp.of(DataFolder.START_MILLIS, 0))
            .sign(SigningKey.generate());
    Running first = run("--store", engine);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.token())))
        .isEqualTo("rw-------");
    JsonNode accepted = first.calls().result("event_submit", "[" + EventJson.write(event) + "]");
    assertThat(accepted.path("outcome").asText()).isEqualTo("accepted");
    HttpCalls owner = first.calls().withToken(Files.readString(first.token()).strip());
    assertThat(owner.result("identity_create", "[\"home\"]").path("did").asText())
        .startsWith("did:key:z");
    assertThat(first.end(signal)).isZero();

    Running second = run();

    assertThat(second.log()).isEqualTo(first.log());
    JsonNode found = second.calls().result("event_get", "[\"" + event.id() + "\"]");
    assertThat(found.path("event")).isEqualTo(HttpCalls.json(EventJson.write(event)));
    assertThat(second.calls().result("node_info", "[]").path("engine").asText()).isEqualTo(engine);
    assertThat(second.end(signal)).isZero();
    assertThat(folder.resolve("errors")).isEmptyFile();
  }

  @Test
  void aSecondNodeOnAFolderEndsWithOneLine() throws Exception {
    Running first = run();
    Process second = launch();
    assertThat(second.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(ExitCode.REFUSED);
    assertThat(Files.readAllLines(folder.resolve("errors")))
        .singleElement()
        .asString()
        .contains("open in another process", "process " + first.process().pid(), first.address());
    assertThat(first.calls().result("node_info", "[]").path("log").asText()).isEqualTo(first.log());
    assertThat(first.end("TERM")).isZero();
  }
}
