package io.vivim.libp2p.kad.router;

/** How much the tests try. */
final class TestSize {
  private static final boolean LONG = "long".equals(System.getProperty("vivim.test.size"));

  private TestSize() {}

  static int of(int everyday, int big) {
    return LONG ? big : everyday;
  }
}
