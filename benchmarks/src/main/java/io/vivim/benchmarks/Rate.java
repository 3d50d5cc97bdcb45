package io.vivim.benchmarks;

/** Operations in a second, as contestants say them: a decimal number on a line. */
final class Rate {
  private Rate() {}

  static double parse(String label, String line) throws BenchmarkFailedException {
    double rate;
    try {
      rate = Double.parseDouble(line.strip());
    } catch (NumberFormatException e) {
      throw new BenchmarkFailedException(label + " says no rate but: " + line, e);
    }
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new BenchmarkFailedException(label + " says a rate that cannot be: " + line);
    }
    return rate;
  }
}
