package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.RawEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Gives events to a log, from one thread and without waiting in between, and waits for the last
 * answer.
 */
final class Feeder {
  /** Answers between two times that are noted. */
  static final int MARK_EVENTS = 10_000;

  private final EventLog log;
  private final Class<? extends Outcome> expected;
  private final Semaphore allAnswered = new Semaphore(0);
  private Moment[] marks = new Moment[0];
  private int toAnswer;

  // Guarded by this.
  private int answers;
  private @Nullable Object unexpected;

  /** A feeder whose events must all have this outcome. */
  Feeder(EventLog log, Class<? extends Outcome> expected) {
    this.log = log;
    this.expected = expected;
  }

  /** How fast events went, between the first submission and the last acknowledgement. */
  Pace feed(WorkloadReader from, int events) throws IOException, BenchmarkFailure {
    return pace(timeline(from, events), 0, events);
  }

  /**
   * The moments at which every {@link #MARK_EVENTS}th event was acknowledged, behind that of the
   * first submission; that of the last event at the end.
   */
  Moment[] timeline(WorkloadReader from, int events) throws IOException, BenchmarkFailure {
    begin(events);
    for (int i = 0; i < events; i++) {
      submit(from.next());
    }
    return end();
  }

  /** How fast events went between two of the moments; both numbers of events end at a mark. */
  static Pace pace(Moment[] timeline, int from, int to) {
    return timeline[markOf(to)].since(timeline[markOf(from)], to - from);
  }

  private static int markOf(int events) {
    return (events + MARK_EVENTS - 1) / MARK_EVENTS;
  }

  /** How fast events went that are in memory. */
  Pace feed(List<RawEvent> events) throws BenchmarkFailure {
    begin(events.size());
    for (RawEvent event : events) {
      submit(event);
    }
    return pace(end(), 0, events.size());
  }

  private void begin(int events) throws BenchmarkFailure {
    if (events == 0) {
      throw new BenchmarkFailure("too few events to measure anything by", null);
    }
    toAnswer = events;
    answers = 0;
    marks = new Moment[markOf(events) + 1];
    marks[0] = Moment.now();
  }

  private Moment[] end() throws BenchmarkFailure {
    try {
      allAnswered.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
    if (unexpected != null) {
      throw new BenchmarkFailure("not " + expected.getSimpleName() + ": " + unexpected, null);
    }
    return marks;
  }

  private void submit(RawEvent event) throws BenchmarkFailure {
    try {
      log.submit(event, Source.LOCAL).whenComplete(this::hear);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  /**
   * Counts an answer. An event that is answered before {@code whenComplete} is called is counted by
   * the submitting thread, so this takes its turn.
   */
  private synchronized void hear(@Nullable Outcome outcome, @Nullable Throwable thrown) {
    if (!expected.isInstance(outcome)) {
      unexpected = outcome == null ? thrown : outcome;
    }
    answers++;
    if (answers % MARK_EVENTS == 0 || answers == toAnswer) {
      marks[markOf(answers)] = Moment.now();
    }
    if (answers == toAnswer) {
      allAnswered.release();
    }
  }
}
