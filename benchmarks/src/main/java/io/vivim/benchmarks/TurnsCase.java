package io.vivim.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A comparison of small things: both sides live at the same time and take many short turns, one
 * running while the other waits.
 *
 * <p>A turn is so short that the two turns of a pair meet the same machine, whatever else goes on
 * there; on a machine that is shared the rates of whole runs differ more from one another than the
 * sides do.
 */
record TurnsCase(String name, Contestant ours, Contestant limit) implements Case {
  /** How long a turn is, by the arguments that the contestants are started with. */
  static final int TURN_MILLIS = 250;

  static final int WARM_UP_TURNS = 12;
  static final int MEASURED_TURNS = 24;

  @Override
  public List<Score.Pair> heat() throws BenchmarkFailedException {
    List<Score.Pair> pairs = new ArrayList<>();
    try (Turns first = Turns.start(ours);
        Turns second = Turns.start(limit)) {
      for (int i = 0; i < WARM_UP_TURNS + MEASURED_TURNS; i++) {
        Score.Pair pair = new Score.Pair(first.take(), second.take());
        if (i >= WARM_UP_TURNS) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }
}
