package io.vivim.events;

import java.time.InstantSource;

/**
 * A hybrid logical clock: it follows the wall clock, never stands still, never goes back, and runs
 * behind nothing it was told of. Any thread may use it.
 */
public final class HybridClock {
  private final InstantSource wall;

  /** The last reading given out or told of; guarded by this. */
  private Timestamp last = Timestamp.ZERO;

  public HybridClock(InstantSource wall) {
    this.wall = wall;
  }

  /** A reading above every earlier one and above {@code seen}. */
  public synchronized Timestamp after(Timestamp seen) {
    Timestamp now = Timestamp.of(Math.min(Math.max(0, wall.millis()), Timestamp.MAX_MILLIS), 0);
    Timestamp floor = last.compareTo(seen) > 0 ? last : seen;
    last = now.compareTo(floor) > 0 ? now : floor.next();
    return last;
  }

  /** A reading above every earlier one. */
  public Timestamp now() {
    return after(Timestamp.ZERO);
  }
}
