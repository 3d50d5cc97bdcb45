package io.vivim.benchmarks;

import io.vivim.benchmarks.search.SearchBenchmark;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The measurement of the search index, in a process of its own.
 *
 * @param embeddings how many there are where nobody says otherwise
 * @param folder where the index is made, on a real disk
 */
record SearchBench(String name, int embeddings, Path folder) {
  /** The fewest that can be measured: a hundred of each cluster's neighbours and more. */
  static final int MIN_EMBEDDINGS = 10_000;

  private static final String HEAP = "-Xmx1g";
  private static final Duration TIME = Duration.ofMinutes(30);

  FigureProcess.Result run(int size, PrintStream log) throws BenchmarkFailedException {
    log.printf(Locale.ROOT, "%s, %,d embeddings%n", name, size);
    ResultLine line = new ResultLine(name);
    boolean isGood = new FigureProcess(process(size), TIME).measure(line, log);
    return new FigureProcess.Result(line, isGood);
  }

  private Contestant process(int size) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-cp",
            System.getProperty("java.class.path"),
            SearchBenchmark.class.getName(),
            Integer.toString(size),
            folder.toString());
    return new Contestant(name, command, Path.of("").toAbsolutePath());
  }
}
