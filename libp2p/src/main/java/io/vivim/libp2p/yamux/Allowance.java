package io.vivim.libp2p.yamux;

/** So many of something at once, and then so many a second. */
final class Allowance {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long interval;
  private final long burst;

  /** When all of the burst is there again. */
  private long fullAt;

  Allowance(int burst, int perSecond, long now) {
    this.interval = NANOS_PER_SECOND / perSecond;
    this.burst = burst * interval;
    this.fullAt = now;
  }

  /** Takes one, if one is left. */
  boolean take(long now) {
    if (fullAt - now < 0) {
      fullAt = now;
    }
    if (fullAt - now > burst - interval) {
      return false;
    }
    fullAt += interval;
    return true;
  }
}
