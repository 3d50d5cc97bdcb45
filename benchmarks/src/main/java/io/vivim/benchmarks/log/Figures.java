package io.vivim.benchmarks.log;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured: a figure a line on stdout, what people may want to know on stderr. */
final class Figures {
  private final PrintStream out;
  private final PrintStream log;

  Figures(PrintStream out, PrintStream log) {
    this.out = out;
    this.log = log;
  }

  /** Something that is as good as its limit at this ratio or above it. */
  void atLeast(double ratio, String name, double rate, double limit) {
    out.println(new Figure(name, rate, limit, Figure.Bar.atLeast(ratio)));
  }

  /** Something that is as good as its limit at this ratio or below it. */
  void atMost(double ratio, String name, double rate, double limit) {
    out.println(new Figure(name, rate, limit, Figure.Bar.atMost(ratio)));
  }

  /** Something that need not reach anything. */
  void told(String name, double rate, double limit) {
    out.println(new Figure(name, rate, limit, Figure.Bar.NONE));
  }

  void say(String format, Object... values) {
    log.println("  " + String.format(Locale.ROOT, format, values));
  }
}
