package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.events.RawEvent;
import io.vivim.node.ledger.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What folding costs: how fast events become durable with the state that follows them, against the
 * log alone; whether an event costs more in a large log, and in an entity with many events.
 */
final class FoldMeasurement implements LogBenchmark.Measurement {
  private static final int SMALL_LOGS = 5;
  private static final int WARM_UP_EVENTS = 100_000;

  /** Events of the entity that grows for long; a tenth of them at its ends are compared. */
  private static final int LONG_ENTITY_EVENTS = 100_000;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    int warmUp = Math.min(WARM_UP_EVENTS, setting.events());
    alone(setting, warmUp);
    folded(setting, warmUp);
    double smallNanos = small(setting, figures);
    large(setting, smallNanos, figures);
    for (LongShape shape : LongShape.values()) {
      longEntity(setting, shape, figures);
    }
  }

  /** How fast the log alone takes the first events. */
  private static Pace alone(Setting setting, int events) throws IOException, BenchmarkFailure {
    try (EventLog log = setting.scratch().open("alone");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      return new Feeder(log, Outcome.Accepted.class).feed(reader, events);
    } finally {
      setting.scratch().delete("alone");
    }
  }

  private record Folded(Pace pace, double nanosPerEvent) {}

  private static Folded folded(Setting setting, int events) throws IOException, BenchmarkFailure {
    try (Ledger ledger = setting.scratch().openLedger("folded");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      Pace pace = new Feeder(ledger.log(), Outcome.Accepted.class).feed(reader, events);
      return new Folded(pace, (double) ledger.foldCpuNanos() / events);
    } finally {
      setting.scratch().delete("folded");
    }
  }

  /** Fills small logs in turn, and gives what folding an event took at the median. */
  private static double small(Setting setting, Figures figures)
      throws IOException, BenchmarkFailure {
    int events = IngestMeasurement.SMALL_EVENTS;
    List<Pace> with = new ArrayList<>();
    List<Pace> ratios = new ArrayList<>();
    List<Double> nanos = new ArrayList<>();
    Pace before = alone(setting, events);
    for (int i = 0; i < SMALL_LOGS; i++) {
      Folded folded = folded(setting, events);
      Pace after = alone(setting, events);
      with.add(folded.pace());
      ratios.add(folded.pace().over(before.meanWith(after)));
      nanos.add(folded.nanosPerEvent());
      before = after;
    }
    Pace pace = Pace.median(with);
    Pace ratio = Pace.median(ratios);
    String name = setting.named("first-" + events);
    figures.atLeast(0.6, name, pace.rate(), pace.rate() / ratio.rate());
    figures.told(name + "/cpu", pace.cpuRate(), pace.cpuRate() / ratio.cpuRate());
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2);
  }

  private static void large(Setting setting, double smallNanos, Figures figures)
      throws IOException, BenchmarkFailure {
    int events = setting.events();
    // A store merges its files every few hundred thousand events: a shorter stretch would meet that
    // or not.
    int stretch = events / 2 - events / 2 % Feeder.MARK_EVENTS;
    Pace alone;
    try (EventLog log = setting.scratch().open("alone");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      Moment[] timeline = new Feeder(log, Outcome.Accepted.class).timeline(reader, events);
      alone = Feeder.pace(timeline, events - stretch, events);
    }
    setting.scratch().delete("alone");
    try (Ledger ledger = setting.scratch().openLedger("folded");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      Feeder feeder = new Feeder(ledger.log(), Outcome.Accepted.class);
      feeder.feed(reader, events - stretch);
      long nanos = ledger.foldCpuNanos();
      Pace folded = feeder.feed(reader, stretch);
      double perEvent = (double) (ledger.foldCpuNanos() - nanos) / stretch;
      figures.atLeast(0.6, setting.named("at-" + events), folded.rate(), alone.rate());
      figures.told(setting.named("at-" + events + "/cpu"), folded.cpuRate(), alone.cpuRate());
      figures.atMost(1.5, setting.named("nanos-per-event"), perEvent, smallNanos);
    }
    setting.scratch().delete("folded");
  }

  /** One author changes one entity all the time. */
  private static void longEntity(Setting setting, LongShape shape, Figures figures)
      throws BenchmarkFailure {
    WorkloadAuthor author = WorkloadAuthor.ofOneEntity(1, shape);
    int part = LONG_ENTITY_EVENTS / 10;
    try (Ledger ledger = setting.scratch().openLedger("long")) {
      Feeder feeder = new Feeder(ledger.log(), Outcome.Accepted.class);
      double first = 0;
      double last = 0;
      for (int done = 0; done < LONG_ENTITY_EVENTS; done += part) {
        List<RawEvent> events = new ArrayList<>();
        for (int i = 0; i < part; i++) {
          events.add(author.next(Workload.timeOf(done + i)));
        }
        long nanos = ledger.foldCpuNanos();
        feeder.feed(events);
        last = (double) (ledger.foldCpuNanos() - nanos) / part;
        // The first part of all is that of a cold machine.
        first = done == part ? last : first;
      }
      figures.atMost(1.5, setting.named(shape.figure()), last, first);
    }
    setting.scratch().delete("long");
  }
}
