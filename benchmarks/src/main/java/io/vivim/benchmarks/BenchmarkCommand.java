package io.vivim.benchmarks;

import io.vivim.store.Engine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code benchmarks/run} starts: measures the benchmark that it names, or lists the names.
 *
 * <p>Exit code 0 with the result as the last line on stdout, 1 where measuring failed or a bar was
 * missed, 2 for arguments that mean nothing.
 */
public final class BenchmarkCommand {
  private static final String USAGE =
      "usage: benchmarks/run [NAME [--heats N]], and for a measurement of the log"
          + " benchmarks/run NAME [--store h2|rocksdb] [--events N],"
          + " and benchmarks/run search [--embeddings N]";
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
      catalogue.names().forEach(out::println);
      return 0;
    }
    Optional<LogBench> measured = catalogue.log(args.get(0));
    if (measured.isPresent()) {
      return run(measured.get(), args.subList(1, args.size()));
    }
    Optional<SearchBench> search = catalogue.search(args.get(0));
    if (search.isPresent()) {
      return run(search.get(), args.subList(1, args.size()));
    }
    int heats = heats(args);
    if (args.get(0).startsWith("-") || heats < 1 || heats > MAX_HEATS) {
      log.println(USAGE);
      return 2;
    }
    Optional<NetBench> net = catalogue.net(args.get(0));
    if (net.isPresent()) {
      return tell(() -> net.get().run(heats, log));
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

  private int run(LogBench bench, List<String> options) {
    List<Engine> engines = List.of(Engine.ROCKSDB, Engine.H2);
    int events = bench.events();
    for (int i = 0; i < options.size(); i += 2) {
      String value = i + 1 < options.size() ? options.get(i + 1) : "";
      Optional<Engine> engine =
          Arrays.stream(Engine.values()).filter(one -> one.code().equals(value)).findFirst();
      if (options.get(i).equals("--store") && engine.isPresent()) {
        engines = List.of(engine.get());
      } else if (options.get(i).equals("--events") && value.matches("\\d{5,9}")) {
        events = Integer.parseInt(value);
      } else {
        log.println(USAGE);
        return 2;
      }
    }
    if (events < LogBench.MIN_EVENTS || events > LogBench.MAX_EVENTS) {
      log.println("benchmarks/run: --events is " + LogBench.MIN_EVENTS + " or more");
      return 2;
    }
    int size = events;
    List<Engine> stores = engines;
    return tell(() -> bench.run(stores, size, log));
  }

  private int run(SearchBench bench, List<String> options) {
    boolean isSized =
        options.size() == 2
            && options.get(0).equals("--embeddings")
            && options.get(1).matches("\\d{5,7}");
    if (!isSized && !options.isEmpty()) {
      log.println(USAGE);
      return 2;
    }
    int embeddings = isSized ? Integer.parseInt(options.get(1)) : bench.embeddings();
    if (embeddings < SearchBench.MIN_EMBEDDINGS) {
      log.println("benchmarks/run: --embeddings is " + SearchBench.MIN_EMBEDDINGS + " or more");
      return 2;
    }
    return tell(() -> bench.run(embeddings, log));
  }

  /** Something that ends with figures. */
  @FunctionalInterface
  private interface Measuring {
    FigureProcess.Result measure() throws BenchmarkFailedException;
  }

  private int tell(Measuring measuring) {
    try {
      FigureProcess.Result result = measuring.measure();
      out.println(result.line());
      if (!result.isGood()) {
        log.println("benchmarks/run: a bar was missed");
      }
      return result.isGood() ? 0 : 1;
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
