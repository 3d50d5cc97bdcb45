package io.vivim.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Measures a benchmark's cases, heat after heat, and says what it sees.
 *
 * <p>Every heat starts its processes anew, since what a just-in-time compiler makes of a program
 * differs from one process to the next. Every case gets the same share of the time; where that runs
 * out it makes do with fewer heats, but with one at least.
 */
final class Race {
  private final int heats;
  private final Duration time;
  private final LongSupplier nanoClock;
  private final PrintStream log;

  Race(int heats, Duration time, LongSupplier nanoClock, PrintStream log) {
    this.heats = heats;
    this.time = time;
    this.nanoClock = nanoClock;
    this.log = log;
  }

  ResultLine run(Bench bench) throws BenchmarkFailedException {
    bench.preparation().prepare();
    ResultLine result = new ResultLine(bench.name());
    long share = time.toNanos() / bench.cases().size();
    for (Case one : bench.cases()) {
      log.printf(
          Locale.ROOT,
          "%s %s: %s against %s%n",
          bench.name(),
          one.name(),
          one.ours().label(),
          one.limit().label());
      List<Score.Pair> pairs = pairs(one, nanoClock.getAsLong() + share);
      Score score = Score.of(pairs);
      log.println("  all of them: " + said(pairs.size(), score));
      result.add(one.name(), score);
    }
    return result;
  }

  private List<Score.Pair> pairs(Case one, long deadline) throws BenchmarkFailedException {
    List<Score.Pair> pairs = new ArrayList<>();
    long longest = 0;
    for (int heat = 1; heat <= heats; heat++) {
      long begin = nanoClock.getAsLong();
      if (heat > 1 && begin + longest - deadline > 0) {
        log.printf(Locale.ROOT, "  no time for heat %d of %d%n", heat, heats);
        break;
      }
      List<Score.Pair> measured = one.heat();
      log.printf(
          Locale.ROOT,
          "  heat %d of %d: %s%n",
          heat,
          heats,
          said(measured.size(), Score.of(measured)));
      pairs.addAll(measured);
      longest = Math.max(longest, nanoClock.getAsLong() - begin);
    }
    return pairs;
  }

  private static String said(int pairs, Score score) {
    return String.format(
        Locale.ROOT,
        "%,.1f/s against %,.1f/s, ratio %.3f (medians of %d)",
        score.rate(),
        score.limit(),
        score.ratio(),
        pairs);
  }
}
