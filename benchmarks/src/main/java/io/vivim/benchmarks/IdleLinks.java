package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What a process of ours takes of memory that holds one side of many links, over Noise, which
 * another one has made.
 */
record IdleLinks(int links, int mostMib) implements NetBench.Part {
  /** Links that are made before somebody looks again whether all is well. */
  private static final int BATCH = 100;

  private static final String SECURITY = "noise";

  /** What a heap grows to when nobody says has little to do with what is in it. */
  private static final String HEAP = "-Xmx384m";

  @Override
  public List<Figure> measure(int heats, PrintStream log) throws BenchmarkFailedException {
    log.printf(Locale.ROOT, "%,d idle links over %s%n", links, SECURITY);
    try (Turns listener = Turns.start(NetNodes.ours(SECURITY, HEAP));
        Turns dialler = Turns.start(NetNodes.ours(SECURITY))) {
      String address = listener.ask("listen");
      double held = 0;
      while (held < links) {
        held = dialler.take("hold " + address + " " + BATCH);
      }
      double mib = listener.take("memory");
      return List.of(
          new Figure("idle-" + links + "/memory-mib", mib, mostMib, Figure.Bar.atMost(1)));
    }
  }
}
