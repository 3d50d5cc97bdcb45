package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Nodes of ours and of js-libp2p that take turns on the loopback, each a process of its own, all
 * started anew for each heat.
 *
 * @param listening how the listeners are told to listen
 * @param amount how much a turn is of
 * @param warmUp rounds of turns that do not count
 * @param rounds those that do
 */
record NetTurns(
    String security,
    NodeProject node,
    String listening,
    int amount,
    List<Compared> compared,
    int warmUp,
    int rounds)
    implements NetBench.Part {

  /**
   * What two nodes do that one of ours is part of at least, against two of js-libp2p.
   *
   * @param what by the word that a dialler is told it with
   */
  record Compared(String figure, String what, NetNodes.Way way, Figure.Bar bar) {}

  /** What was measured so far. */
  private record Measured(Compared compared, List<Score.Pair> pairs) {}

  private record Turn(String what, NetNodes.Way way) {}

  @Override
  public List<Figure> measure(int heats, PrintStream log) throws BenchmarkFailedException {
    List<Measured> all =
        compared.stream().map(each -> new Measured(each, new ArrayList<>())).toList();
    for (int heat = 1; heat <= heats; heat++) {
      log.printf(Locale.ROOT, "over %s, heat %d of %d%n", security, heat, heats);
      heat(all);
    }
    return all.stream().map(this::figure).toList();
  }

  private void heat(List<Measured> all) throws BenchmarkFailedException {
    try (NetNodes nodes = new NetNodes(security, listening, node)) {
      for (int round = 0; round < warmUp + rounds; round++) {
        Map<Turn, Double> taken = new HashMap<>();
        for (Measured each : all) {
          Compared turn = each.compared();
          double ours = take(nodes, new Turn(turn.what(), turn.way()), taken);
          double theirs = take(nodes, new Turn(turn.what(), NetNodes.Way.THEIRS), taken);
          if (round >= warmUp) {
            each.pairs().add(new Score.Pair(ours, theirs));
          }
        }
      }
    }
  }

  /** What a turn comes to; in each round it is taken once. */
  private double take(NetNodes nodes, Turn turn, Map<Turn, Double> taken)
      throws BenchmarkFailedException {
    Double before = taken.get(turn);
    if (before != null) {
      return before;
    }
    double measured = nodes.take(turn.way(), turn.what(), amount);
    taken.put(turn, measured);
    return measured;
  }

  /** The ratio is that of the pairs, each of which met the same machine. */
  private Figure figure(Measured measured) {
    Score score = Score.of(measured.pairs());
    Compared of = measured.compared();
    return new Figure(
        security + "/" + of.figure(), score.rate(), score.rate() / score.ratio(), of.bar());
  }
}
