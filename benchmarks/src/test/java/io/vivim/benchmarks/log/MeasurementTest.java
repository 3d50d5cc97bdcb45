package io.vivim.benchmarks.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.store.Engine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {
  private static final int EVENTS = 2_000;

  @TempDir Path folder;

  @Test
  void theyTellTheirFiguresAndLeaveNothingButTheEvents() throws Exception {
    assertThat(figures(new ReadMeasurement()))
        .contains("h2/bytes", "h2/fields")
        .allMatch(name -> name.startsWith("h2/"));
    assertThat(figures(new ExportMeasurement())).contains("h2/export", "h2/import");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList()).hasSize(1).allMatch(Files::isRegularFile);
    }
  }

  private List<String> figures(LogBenchmark.Measurement measurement) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Scratch scratch = new Scratch(folder, Engine.H2)) {
      measurement.measure(
          new Setting(Engine.H2, EVENTS, Workload.file(folder, EVENTS), scratch),
          new Figures(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)));
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Figure.parse(line).orElseThrow().name())
        .toList();
  }
}
