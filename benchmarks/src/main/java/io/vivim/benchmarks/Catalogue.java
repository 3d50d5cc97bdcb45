package io.vivim.benchmarks;

import io.vivim.baseline.ConscryptBenchmark;
import io.vivim.baseline.EventHeader;
import java.nio.file.Path;
import java.util.List;

/** Every benchmark there is; a new one is added here. */
final class Catalogue {
  private final NodeProject node;
  private final List<Bench> benches;

  /** The catalogue of the repository at {@code root}, where the peers' files are. */
  Catalogue(Path root) {
    node = new NodeProject(root.resolve("benchmarks/baseline/js"));
    benches = List.of(codec(), signature("verify"), signature("sign"));
  }

  List<Bench> benches() {
    return benches;
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
