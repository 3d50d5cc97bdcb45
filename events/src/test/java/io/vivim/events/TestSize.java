package io.vivim.events;

/** How big the tests are that are not sized by jqwik: everyday, or long with {@code -Plong}. */
final class TestSize {
  private static final boolean LONG = "long".equals(System.getProperty("vivim.test.size"));

  private TestSize() {}

  static int pick(int everyday, int extended) {
    return LONG ? extended : everyday;
  }
}
