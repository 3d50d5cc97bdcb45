package io.vivim.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What the measurements of one case come to.
 *
 * @param rate ours, the median
 * @param limit the other side's, the median
 * @param ratio the median of the pairs' own ratios: the two sides of a pair met the same machine,
 *     while the medians of the rates may come from different minutes
 */
record Score(double rate, double limit, double ratio) {
  /** One measurement of each side, one right after the other. */
  record Pair(double rate, double limit) {
    double ratio() {
      return rate / limit;
    }
  }

  static Score of(List<Pair> pairs) {
    return new Score(
        median(pairs.stream().mapToDouble(Pair::rate).toArray()),
        median(pairs.stream().mapToDouble(Pair::limit).toArray()),
        median(pairs.stream().mapToDouble(Pair::ratio).toArray()));
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values have no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
