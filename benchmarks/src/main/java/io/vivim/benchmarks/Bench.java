package io.vivim.benchmarks;

import java.util.List;

/**
 * A benchmark as {@code benchmarks/run} names it.
 *
 * @param cases the one that stands for the benchmark first
 */
record Bench(String name, Preparation preparation, List<Case> cases) {
  Bench {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("a benchmark has a case");
    }
  }

  /** What has to be there before anything is measured, such as a peer's packages. */
  @FunctionalInterface
  interface Preparation {
    Preparation NONE = () -> {};

    void prepare() throws BenchmarkFailedException;
  }
}
