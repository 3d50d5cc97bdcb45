package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.link.UpgradeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Keeps what a host counts, and waits for it. */
final class Counts implements HostMetrics {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

  // Guarded by this.
  private final Map<Object, Long> counts = new HashMap<>();

  synchronized void add(Object what, long count) {
    counts.merge(what, count, Long::sum);
    notifyAll();
  }

  synchronized long of(Object what) {
    return counts.getOrDefault(what, 0L);
  }

  void await(Object what, long atLeast) throws InterruptedException {
    await(() -> of(what) >= atLeast, what + " of " + atLeast);
  }

  /** Waits for something that may change with or without a count. */
  synchronized void await(BooleanSupplier condition, String what) throws InterruptedException {
    long end = System.nanoTime() + MOST_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not " + what + ": " + counts);
      }
      wait(20);
    }
  }

  @Override
  public void refused(Refusal why) {
    add(why, 1);
  }

  @Override
  public void linked(Direction direction, Duration took) {
    add("linked " + direction, 1);
  }

  @Override
  public void notLinked(Direction direction, UpgradeException.Reason why) {
    add(why, 1);
  }

  @Override
  public void ended(Direction direction, LinkEnd.Cause cause) {
    add(cause, 1);
  }

  @Override
  public void violated(Violation rule) {
    add(rule, 1);
  }

  @Override
  public void opened(Direction direction, String protocol) {
    add("opened " + direction + " " + protocol, 1);
  }

  @Override
  public void closed(
      Direction direction, String protocol, Optional<StreamException.Cause> brokenBy) {
    add("closed " + direction + " " + protocol, 1);
    brokenBy.ifPresent(cause -> add(cause, 1));
  }

  @Override
  public void read(String protocol, long bytes) {
    add("read " + protocol, bytes);
  }

  @Override
  public void wrote(String protocol, long bytes) {
    add("wrote " + protocol, bytes);
  }

  @Override
  public synchronized String toString() {
    return counts.toString();
  }
}
