package io.vivim.eventlog;

/** How big the tests are that are not sized by jqwik: everyday, or long with {@code -Plong}. */
final class TestSize {
  private static final boolean LONG = "long".equals(System.getProperty("vivim.test.size"));

  private TestSize() {}

  static long pick(long everyday, long extended) {
    return LONG ? extended : everyday;
  }
}
