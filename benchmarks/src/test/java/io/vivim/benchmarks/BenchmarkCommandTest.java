package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Test
  void aloneItListsTheNamesAndNothingElse() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "codec",
            "ingest",
            "read",
            "filter",
            "export",
            "search",
            "net-stream",
            "net-dial",
            "net-ping")
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][a-z-]*"));
    assertThat(log.size()).isZero();
  }

  @Test
  void anUnknownNameIsSaidAndPrintsNoResult() {
    assertThat(run("kodek")).isEqualTo(1);
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("no benchmark is called kodek");
    assertThat(out.size()).isZero();
  }

  @Test
  void argumentsThatMeanNothingGetTheUsage() {
    assertThat(run("--help")).isEqualTo(2);
    assertThat(run("codec", "--heats")).isEqualTo(2);
    assertThat(run("codec", "--heats", "0")).isEqualTo(2);
    assertThat(run("codec", "--turns", "3")).isEqualTo(2);
    assertThat(run("codec", "--store", "h2")).isEqualTo(2);
    assertThat(run("ingest", "--store", "h3")).isEqualTo(2);
    assertThat(run("ingest", "--events")).isEqualTo(2);
    assertThat(run("ingest", "--events", "many")).isEqualTo(2);
    assertThat(run("search", "--events", "50000")).isEqualTo(2);
    assertThat(run("search", "--embeddings")).isEqualTo(2);
    assertThat(run("net-ping", "--events", "50000")).isEqualTo(2);
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .hasSize(11)
        .allMatch(line -> line.startsWith("usage: "));
  }

  @Test
  void aLogOfTooFewEventsIsNotMeasured() {
    assertThat(run("ingest", "--events", "19999")).isEqualTo(2);
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("--events is 20000 or more");
    assertThat(out.size()).isZero();
  }

  private int run(String... args) {
    return new BenchmarkCommand(
            new Catalogue(Path.of(".")),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(log, true, StandardCharsets.UTF_8))
        .run(List.of(args));
  }
}
