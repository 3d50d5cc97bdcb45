package io.vivim.benchmarks;

import io.vivim.baseline.ConscryptBenchmark;
import io.vivim.baseline.EventHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every benchmark there is; a new one is added here. */
final class Catalogue {
  private static final int MILLION = 1_000_000;

  /** Some times what a store keeps in memory. */
  private static final int FIFTH_OF_MILLION = 200_000;

  /** What the search index promises its speed for. */
  private static final int TENTH_OF_MILLION = 100_000;

  private final NodeProject node;
  private final List<Bench> benches;
  private final List<LogBench> logs;
  private final SearchBench search;

  /** The catalogue of the repository at {@code root}, where the peers' files are. */
  Catalogue(Path root) {
    node = new NodeProject(root.resolve("benchmarks/baseline/js"));
    benches = List.of(codec(), signature("verify"), signature("sign"));
    Path folder = root.resolve("benchmarks/target/log");
    logs =
        List.of(
            new LogBench("ingest", MILLION, folder),
            new LogBench("read", FIFTH_OF_MILLION, folder),
            new LogBench("filter", MILLION, folder),
            new LogBench("export", FIFTH_OF_MILLION, folder),
            new LogBench("fold", MILLION, folder),
            new LogBench("rebuild", FIFTH_OF_MILLION, folder),
            new LogBench("query", FIFTH_OF_MILLION, folder));
    search = new SearchBench("search", TENTH_OF_MILLION, root.resolve("benchmarks/target/search"));
  }

  /** What {@code benchmarks/run} can be asked for. */
  List<String> names() {
    return Stream.of(
            benches.stream().map(Bench::name),
            logs.stream().map(LogBench::name),
            Stream.of(search.name()))
        .flatMap(each -> each)
        .toList();
  }

  /** The measurement of the log that has this name. */
  Optional<LogBench> log(String name) {
    return logs.stream().filter(log -> log.name().equals(name)).findFirst();
  }

  /** The measurement of the search index, if that is its name. */
  Optional<SearchBench> search(String name) {
    return Optional.of(search).filter(each -> each.name().equals(name));
  }

  /** The benchmark of that name. */
  Bench named(String name) throws BenchmarkFailedException {
    for (Bench bench : benches) {
      if (bench.name().equals(name)) {
        return bench;
      }
    }
    throw new BenchmarkFailedException("no benchmark is called " + name);
  }

  private Bench codec() {
    return new Bench("codec", node::install, List.of(codecCase("decode"), codecCase("encode")));
  }

  private Case codecCase(String operation) {
    return new TurnsCase(
        operation,
        JmhFork.of("ours", CodecBenchmark.class, operation),
        node.script(
            "@ipld/dag-cbor",
            "codec.js",
            operation,
            "../src/main/resources/io/vivim/baseline/" + EventHeader.RESOURCE,
            Integer.toString(TurnsCase.TURN_MILLIS)));
  }

  private static Bench signature(String operation) {
    Case only =
        new TurnsCase(
            operation,
            JmhFork.of("ours", SignatureBenchmark.class, operation),
            JmhFork.of("Conscrypt", ConscryptBenchmark.class, operation));
    return new Bench(operation, Bench.Preparation.NONE, List.of(only));
  }
}
