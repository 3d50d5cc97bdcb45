package io.vivim.benchmarks;

import java.util.List;

/**
 * One comparison: ours against a limit or a peer.
 *
 * <p>Small things are a {@link TurnsCase}, whole processes a {@link WholeRunsCase}.
 */
sealed interface Case permits TurnsCase, WholeRunsCase {
  /** What is measured, within its benchmark. */
  String name();

  Contestant ours();

  Contestant limit();

  /** Starts both sides anew and measures them in turn, at least once each. */
  List<Score.Pair> heat() throws BenchmarkFailedException;
}
