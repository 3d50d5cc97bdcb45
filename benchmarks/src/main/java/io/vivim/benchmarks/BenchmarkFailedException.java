package io.vivim.benchmarks;

/** A benchmark that could not be measured; the message is all that its user needs to read. */
final class BenchmarkFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  BenchmarkFailedException(String message) {
    super(message);
  }

  BenchmarkFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
