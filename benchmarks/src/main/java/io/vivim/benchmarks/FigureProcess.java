package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process that tells figures together with the bars that they have to reach. */
record FigureProcess(Contestant process, Duration time) {

  /** What figures come to. */
  record Result(ResultLine line, boolean isGood) {}

  /** Adds the figures to a line and says them; whether all reach their bars. */
  boolean measure(ResultLine line, PrintStream log) throws BenchmarkFailedException {
    boolean isGood = true;
    for (Figure figure : figures()) {
      log.println("  " + said(figure));
      line.add(figure);
      isGood &= figure.isGood();
    }
    return isGood;
  }

  private List<Figure> figures() throws BenchmarkFailedException {
    String output = process.run(time);
    List<Figure> figures = new ArrayList<>();
    output.lines().forEach(line -> Figure.parse(line).ifPresent(figures::add));
    if (figures.isEmpty()) {
      throw new BenchmarkFailedException(process.label() + " told no figure but: " + output);
    }
    return figures;
  }

  static String said(Figure figure) {
    String bar =
        switch (figure.bar().kind()) {
          case NONE -> "";
          case AT_LEAST, AT_MOST ->
              String.format(
                  Locale.ROOT, " (%s: %s)", figure.bar(), figure.isGood() ? "good" : "MISSED");
        };
    return String.format(
        Locale.ROOT,
        "%s: %,.1f against %,.1f, ratio %.3f%s",
        figure.name(),
        figure.rate(),
        figure.limit(),
        figure.ratio(),
        bar);
  }
}
