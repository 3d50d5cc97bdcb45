package io.vivim.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * A comparison of large things: each side is run from start to end, ours first, and the last line
 * that it prints on stdout is its rate.
 *
 * @param time that one run may take; it is killed then
 */
record WholeRunsCase(String name, Contestant ours, Contestant limit, Duration time)
    implements Case {
  @Override
  public List<Score.Pair> heat() throws BenchmarkFailedException {
    return List.of(new Score.Pair(rate(ours), rate(limit)));
  }

  private double rate(Contestant side) throws BenchmarkFailedException {
    String output = side.run(time).strip();
    return Rate.parse(side.label(), output.substring(output.lastIndexOf('\n') + 1));
  }
}
