package io.vivim.benchmarks.log;

import org.jspecify.annotations.Nullable;

/** A measurement that could not be finished. */
final class BenchmarkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  BenchmarkFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Waits for a thread to end. */
  static void join(Thread thread) throws BenchmarkFailure {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }
}
