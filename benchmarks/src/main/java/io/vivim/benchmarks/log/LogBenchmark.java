package io.vivim.benchmarks.log;

import io.vivim.store.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the process of a measurement of the log starts: {@code NAME STORE EVENTS FOLDER}. It prints
 * a figure a line.
 */
public final class LogBenchmark {
  private LogBenchmark() {}

  /** What is measured. */
  @FunctionalInterface
  interface Measurement {
    void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure;
  }

  /**
   * What it is measured on.
   *
   * @param workload the file of events
   */
  record Setting(Engine engine, int events, Path workload, Scratch scratch) {
    /** A figure's name, such as {@code rocksdb/flat}. */
    String named(String figure) {
      return engine.code() + "/" + figure;
    }
  }

  public static void main(String[] args) throws IOException, BenchmarkFailure {
    Engine engine = Engine.valueOf(args[1].toUpperCase(Locale.ROOT));
    int events = Integer.parseInt(args[2]);
    Path folder = Path.of(args[3]);
    Path workload = Workload.file(folder, events);
    try (Scratch scratch = new Scratch(folder, engine)) {
      measurement(args[0])
          .measure(
              new Setting(engine, events, workload, scratch), new Figures(System.out, System.err));
    }
  }

  private static Measurement measurement(String name) {
    return switch (name) {
      case "ingest" -> new IngestMeasurement();
      case "read" -> new ReadMeasurement();
      case "filter" -> new FilterMeasurement();
      case "export" -> new ExportMeasurement();
      case "fold" -> new FoldMeasurement();
      case "rebuild" -> new RebuildMeasurement();
      case "query" -> new QueryMeasurement();
      case "blocks" -> new BlocksMeasurement();
      case "proofs" -> new ProofsMeasurement();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
