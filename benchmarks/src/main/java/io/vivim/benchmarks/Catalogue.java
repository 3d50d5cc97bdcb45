package io.vivim.benchmarks;

import io.vivim.baseline.ConscryptBenchmark;
import io.vivim.baseline.EventHeader;
import io.vivim.benchmarks.NetNodes.Way;
import io.vivim.benchmarks.log.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every benchmark there is; a new one is added here. */
final class Catalogue {
  /** What a node may take that publishes more than its heap of 128 MiB holds. */
  private static final int GOSSIP_MIB = 320;

  /** Rounds until the compiler of a JVM, which shares the cores with it, has done with a dial. */
  private static final int DIAL_WARM_UP = 60;

  private static final int MILLION = 1_000_000;

  /** Some times what a store keeps in memory. */
  private static final int FIFTH_OF_MILLION = 200_000;

  /** What the search index promises its speed for. */
  private static final int TENTH_OF_MILLION = 100_000;

  private static final int STREAM_BYTES = 256 << 20;

  /** Rounds until its compiler takes no more of a core from whoever reads. */
  private static final int STREAM_WARM_UP = 10;

  /** In a turn. */
  private static final int PINGS = 1000;

  private static final int LOOKUPS = 5;

  private final NodeProject node;
  private final List<Bench> benches;
  private final List<LogBench> logs;
  private final SearchBench search;
  private final List<NetBench> nets;

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
            new LogBench("query", FIFTH_OF_MILLION, folder),
            new LogBench("blocks", FIFTH_OF_MILLION, folder),
            new LogBench("proofs", LogBench.MIN_EVENTS, folder));
    search = new SearchBench("search", TENTH_OF_MILLION, root.resolve("benchmarks/target/search"));
    nets = List.of(netStream(), netDial(), netPing(), gossip(), dht());
  }

  /** What {@code benchmarks/run} can be asked for. */
  List<String> names() {
    return Stream.of(
            benches.stream().map(Bench::name),
            logs.stream().map(LogBench::name),
            Stream.of(search.name()),
            nets.stream().map(NetBench::name))
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

  /** The measurement of links and streams that has this name. */
  Optional<NetBench> net(String name) {
    return nets.stream().filter(net -> net.name().equals(name)).findFirst();
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

  /** Streams of 256 MiB. */
  private NetBench netStream() {
    Figure.Bar bar = Figure.Bar.atLeast(1);
    List<NetTurns.Compared> compared =
        List.of(
            new NetTurns.Compared("up", "up", Way.OURS, bar),
            new NetTurns.Compared("down", "down", Way.OURS, bar),
            new NetTurns.Compared("java-to-js", "up", Way.OURS_TO_THEIRS, bar),
            new NetTurns.Compared("js-to-java", "up", Way.THEIRS_TO_OURS, Figure.Bar.NONE));
    return new NetBench(
        "net-stream",
        node,
        List.of(
            new NetTurns("noise", node, "listen", STREAM_BYTES, compared, STREAM_WARM_UP, 6),
            new NetTurns("tls", node, "listen", STREAM_BYTES, compared, STREAM_WARM_UP, 6)));
  }

  private NetBench netDial() {
    return new NetBench("net-dial", node, List.of(dials("noise", 3), dials("tls", 6)));
  }

  private NetTurns dials(String security, double least) {
    NetTurns.Compared dial =
        new NetTurns.Compared("dial", "dial", Way.OURS, Figure.Bar.atLeast(least));
    return new NetTurns(
        security, node, "accept", 2 * TurnsCase.TURN_MILLIS, List.of(dial), DIAL_WARM_UP, 12);
  }

  private NetBench netPing() {
    return new NetBench(
        "net-ping", node, List.of(pings("noise"), pings("tls"), new IdleLinks(5000, 768)));
  }

  private NetTurns pings(String security) {
    NetTurns.Compared median =
        new NetTurns.Compared("median-micros", "ping", Way.OURS, Figure.Bar.atMost(1));
    return new NetTurns(security, node, "listen", PINGS, List.of(median), 10, 20);
  }

  /** Messages of one node to another, and what a router spends on each. */
  private NetBench gossip() {
    return new NetBench(
        "gossip",
        node,
        List.of(
            messages("signed", 20_000, flood("signed", 1.5)),
            messages("unsigned", 20_000, flood("unsigned", 4)),
            messages(
                "signed",
                4_000,
                new NetTurns.Compared(
                    "paced-99-micros", "paced-signed-500", Way.OURS, Figure.Bar.atMost(1))),
            new GossipMemory(2_000, 60_000, GOSSIP_MIB, node),
            new GossipMemory(10_000, 30_000, GOSSIP_MIB, node),
            new RouterCost()));
  }

  /** Lookups in a DHT of eight nodes, and keys that these are told of. */
  private NetBench dht() {
    List<NetTurns.Compared> compared =
        List.of(
            new NetTurns.Compared("find", "find", Way.OURS, Figure.Bar.atLeast(1)),
            new NetTurns.Compared("provide", "provide", Way.OURS, Figure.Bar.atLeast(1)));
    return new NetBench(
        "dht", node, List.of(new NetTurns("noise", node, "listen-dht", LOOKUPS, compared, 3, 6)));
  }

  private NetTurns messages(String kind, int count, NetTurns.Compared... compared) {
    return new NetTurns("noise", node, "listen-" + kind, count, List.of(compared), 2, 4);
  }

  private static NetTurns.Compared flood(String kind, double least) {
    Figure.Bar bar = Figure.Bar.atLeast(least);
    return new NetTurns.Compared(kind + "-500", "flood-" + kind + "-500", Way.OURS, bar);
  }
}
