package io.vivim.libp2p.link;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time of an event loop, which wakes on its own thread. */
record LoopTimers(EventExecutor loop) implements Timers {
  @Override
  public long nanos() {
    return loop.ticker().nanoTime();
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
