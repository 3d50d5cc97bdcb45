package io.vivim.libp2p.guard;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * So many of something at once for each, and then one in every interval. Whoever has not used it
 * for long has no entry, so the table is no larger than what was done lately. For any thread.
 */
public final class Rates<K> {
  private final int atOnce;
  private final long interval;

  /** When all is there again. Guarded by this. */
  private final Map<K, Long> fullAt = new HashMap<>();

  private int swept;

  public Rates(int atOnce, Duration interval) {
    this.atOnce = atOnce;
    this.interval = interval.toNanos();
  }

  /**
   * Takes one, if one is left.
   *
   * @param now in nanoseconds
   */
  public synchronized boolean take(K who, long now) {
    sweep(now);
    long full = fullAt.getOrDefault(who, now);
    long base = full - now < 0 ? now : full;
    if (base - now > (atOnce - 1) * interval) {
      return false;
    }
    fullAt.put(who, base + interval);
    return true;
  }

  private void sweep(long now) {
    if (fullAt.size() >= 2 * swept) {
      fullAt.values().removeIf(full -> full - now <= 0);
      swept = Math.max(fullAt.size(), 16);
    }
  }

  /** Those of whom something is remembered. */
  public synchronized int size() {
    return fullAt.size();
  }
}
