package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What nodes take of memory, one of which publishes more than a heap holds as fast as it can, and
 * another one subscribes, of ours or of js-libp2p. All messages have to come.
 */
record GossipMemory(int size, int count, int mostMib, NodeProject node) implements NetBench.Part {
  private static final String SECURITY = "noise";
  private static final String HEAP = "-Xmx128m";

  @Override
  public List<Figure> measure(int heats, PrintStream log) throws BenchmarkFailedException {
    log.printf(Locale.ROOT, "%,d messages of %,d bytes, with %s%n", count, size, HEAP);
    try (Turns ours = Turns.start(NetNodes.ours(SECURITY, HEAP));
        Turns theirs = Turns.start(NetNodes.theirs(SECURITY, node));
        Turns toOurs = Turns.start(NetNodes.ours(SECURITY, HEAP));
        Turns toTheirs = Turns.start(NetNodes.ours(SECURITY, HEAP))) {
      double rate = flood(toOurs, ours.ask("listen-unsigned"));
      double rateToTheirs = flood(toTheirs, theirs.ask("listen-unsigned"));
      return List.of(
          new Figure("flood-" + size + "/to-js", rateToTheirs, rate, Figure.Bar.NONE),
          memory("publisher", toOurs),
          memory("subscriber", ours),
          memory("publisher-to-js", toTheirs));
    }
  }

  /** Messages a second, all of which came. */
  private double flood(Turns publisher, String address) throws BenchmarkFailedException {
    return publisher.take("flood-unsigned-" + size + " " + address + " " + count);
  }

  private Figure memory(String who, Turns node) throws BenchmarkFailedException {
    String name = "memory-" + size + "/" + who + "-mib";
    return new Figure(name, node.take("memory"), mostMib, Figure.Bar.atMost(1));
  }
}
