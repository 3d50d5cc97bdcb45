package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.io.PrintStream;
import java.util.List;

/** A measurement of links and streams, whose parts tell figures with bars. */
record NetBench(String name, NodeProject node, List<Part> parts) {
  NetBench {
    parts = List.copyOf(parts);
  }

  /** Some of the figures, from processes that live as long as it takes. */
  @FunctionalInterface
  interface Part {
    List<Figure> measure(int heats, PrintStream log) throws BenchmarkFailedException;
  }

  FigureProcess.Result run(int heats, PrintStream log) throws BenchmarkFailedException {
    node.install();
    ResultLine line = new ResultLine(name);
    boolean isGood = true;
    for (Part part : parts) {
      for (Figure figure : part.measure(heats, log)) {
        log.println("  " + FigureProcess.said(figure));
        line.add(figure);
        isGood &= figure.isGood();
      }
    }
    return new FigureProcess.Result(line, isGood);
  }
}
