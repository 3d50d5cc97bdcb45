package io.vivim.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code benchmarks/run} starts: measures the benchmark that it names, or lists the names.
 *
 * <p>Exit code 0 with the result as the last line on stdout, 1 where measuring failed, 2 for
 * arguments that mean nothing.
 */
public final class BenchmarkCommand {
  private static final String USAGE = "usage: benchmarks/run [NAME [--heats N]]";
  private static final int HEATS = 3;
  private static final int MAX_HEATS = 1000;
  private static final Duration TIME = Duration.ofSeconds(270);

  private final Catalogue catalogue;
  private final PrintStream out;
  private final PrintStream log;

  BenchmarkCommand(Catalogue catalogue, PrintStream out, PrintStream log) {
    this.catalogue = catalogue;
    this.out = out;
    this.log = log;
  }

  public static void main(String[] args) {
    ChildProcess.killAllOnExit();
    Catalogue catalogue = new Catalogue(Path.of(System.getProperty("vivim.root", ".")));
    System.exit(new BenchmarkCommand(catalogue, System.out, System.err).run(List.of(args)));
  }

  int run(List<String> args) {
    if (args.isEmpty()) {
      catalogue.benches().forEach(bench -> out.println(bench.name()));
      return 0;
    }
    int heats = heats(args);
    if (args.get(0).startsWith("-") || heats < 1 || heats > MAX_HEATS) {
      log.println(USAGE);
      return 2;
    }
    try {
      // Whoever asks for a number of heats gets them all, however long they take.
      Duration time = args.size() == 1 ? TIME : Duration.ofDays(1);
      Race race = new Race(heats, time, System::nanoTime, log);
      out.println(race.run(catalogue.named(args.get(0))));
      return 0;
    } catch (BenchmarkFailedException e) {
      log.println("benchmarks/run: " + e.getMessage());
      return 1;
    }
  }

  /** The heats that the arguments ask for, or 0 where they mean nothing. */
  private static int heats(List<String> args) {
    if (args.size() == 1) {
      return HEATS;
    }
    return args.size() == 3 && args.get(1).equals("--heats") && args.get(2).matches("\\d{1,4}")
        ? Integer.parseInt(args.get(2))
        : 0;
  }
}
