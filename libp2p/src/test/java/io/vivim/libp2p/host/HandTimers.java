package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when the test says so. */
final class HandTimers implements Timers {
  private final List<Task> tasks = new ArrayList<>();
  private long now;

  private record Task(long at, Runnable what) {}

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable what) {
    Task task = new Task(now + delay.toNanos(), what);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  void pass(Duration time) {
    long end = nanos() + time.toNanos();
    for (Optional<Task> next = next(end); next.isPresent(); next = next(end)) {
      next.get().what.run();
    }
  }

  private synchronized Optional<Task> next(long end) {
    Optional<Task> next =
        tasks.stream().filter(task -> task.at <= end).min(Comparator.comparingLong(Task::at));
    now = next.map(Task::at).orElse(end);
    next.ifPresent(tasks::remove);
    return next;
  }

  synchronized int waiting() {
    return tasks.size();
  }
}
