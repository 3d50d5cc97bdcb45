package io.vivim.libp2p.link;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes as fast as there is nothing to do, and everything that happens in it: one thing
 * after another, on one thread, in an order that a seed decides.
 */
public final class SimulatedTime {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final Random random;
  private final PriorityQueue<Due> dues = new PriorityQueue<>();
  private final List<SimulatedLoop> loops = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private long now;
  private long made;

  /** Something that is to happen; what was asked for first comes first at the same time. */
  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  public SimulatedTime(long seed) {
    this.random = new Random(seed);
  }

  /** In nanoseconds since the start. */
  public long now() {
    return now;
  }

  public InstantSource clock() {
    return () -> START.plusNanos(now);
  }

  /** Runs each task by itself, a moment later. */
  public Executor executor() {
    return task -> after(Duration.ofNanos(random.nextInt(1_000_000)), task);
  }

  public void after(Duration delay, Runnable task) {
    dues.add(new Due(now + delay.toNanos(), made++, task));
  }

  /** What nobody caught. */
  public List<Throwable> failures() {
    return failures;
  }

  /** Event loops that run. */
  public int loops() {
    return loops.size();
  }

  /** Lets time go by, and what falls due in it happen. */
  public void pass(Duration time) {
    long until = now + time.toNanos();
    while (step(until)) {}
    now = until;
  }

  private boolean step(long until) {
    boolean hasRun = false;
    int count = loops.size();
    int first = random.nextInt(Math.max(1, count));
    for (int i = 0; i < count; i++) {
      hasRun |= loops.get((first + i) % count).run();
    }
    if (hasRun) {
      loops.removeIf(SimulatedLoop::isTerminated);
      return true;
    }
    long next = dues.isEmpty() ? Long.MAX_VALUE : dues.element().at();
    for (SimulatedLoop loop : loops) {
      next = Math.min(next, loop.nextDeadline());
    }
    if (next > until) {
      return false;
    }
    now = Math.max(now, next);
    if (!dues.isEmpty() && dues.element().at() <= now) {
      caught(dues.remove().task());
    }
    return true;
  }

  void caught(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  SimulatedLoop newLoop() {
    SimulatedLoop loop = new SimulatedLoop(this);
    loops.add(loop);
    return loop;
  }

  Ticker ticker() {
    return new Ticker() {
      @Override
      public long initialNanoTime() {
        return 0;
      }

      @Override
      public long nanoTime() {
        return now;
      }

      @Override
      public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody sleeps here");
      }
    };
  }
}
