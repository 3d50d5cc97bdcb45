package io.vivim.libp2p.link;

import java.time.Duration;

/** Time, for what has to wait: a clock that never goes back, and somebody who wakes. */
public interface Timers {
  /** The time in nanoseconds, from anywhere. */
  long nanos();

  /** Runs a task after a delay, on a thread of its own choice that must not wait. */
  Alarm after(Duration delay, Runnable task);

  /** A task that is still to run. */
  interface Alarm {
    /** Lets it not run, unless it did. */
    void cancel();
  }
}
