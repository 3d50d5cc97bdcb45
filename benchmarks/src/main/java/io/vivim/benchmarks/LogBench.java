package io.vivim.benchmarks;

import io.vivim.benchmarks.log.LogBenchmark;
import io.vivim.store.Engine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A measurement of the event log: each store in a process of its own, which tells figures together
 * with the bars that they have to reach.
 *
 * @param events how many events the log gets where nobody says otherwise
 * @param folder where the events are kept from one run to the next, on a real disk
 */
record LogBench(String name, int events, Path folder) {
  /** The smallest log that can be measured. */
  static final int MIN_EVENTS = 20_000;

  /** The largest; a million takes minutes. */
  static final int MAX_EVENTS = 100_000_000;

  /** A process has to stay below 1 GiB with this heap and all that the store takes beside it. */
  private static final String HEAP = "-Xmx448m";

  private static final Duration TIME = Duration.ofHours(2);

  FigureProcess.Result run(List<Engine> engines, int size, PrintStream log)
      throws BenchmarkFailedException {
    ResultLine line = new ResultLine(name);
    boolean isGood = true;
    for (Engine engine : engines) {
      log.printf(Locale.ROOT, "%s on %s, %,d events%n", name, engine.code(), size);
      isGood &= new FigureProcess(process(engine, size), TIME).measure(line, log);
    }
    return new FigureProcess.Result(line, isGood);
  }

  private Contestant process(Engine engine, int size) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            // On two cores it leaves the most to the log: docs/decisions/event-log.md.
            "-XX:+UseParallelGC",
            "-cp",
            System.getProperty("java.class.path"),
            LogBenchmark.class.getName(),
            name,
            engine.code(),
            Integer.toString(size),
            folder.toString());
    return new Contestant(name + " on " + engine.code(), command, Path.of("").toAbsolutePath());
  }
}
