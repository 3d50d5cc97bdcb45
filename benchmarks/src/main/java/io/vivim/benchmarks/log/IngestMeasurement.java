package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.events.RawEvent;
import io.vivim.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How fast events become durable, against the rate at which the machine verifies signatures and
 * does nothing else; how that holds in a large log; what a duplicate costs; and how much memory all
 * of this took.
 */
final class IngestMeasurement implements LogBenchmark.Measurement {
  static final int SMALL_EVENTS = 10_000;

  private static final int SMALL_LOGS = 5;
  private static final int WARM_UP_EVENTS = 250_000;

  /** At the end of the large log, the stretch whose rate is that of a log of this size. */
  private static final int MAX_STRETCH_EVENTS = 50_000;

  private static final int DUPLICATES = 50_000;
  private static final int DUPLICATES_AT_ONCE = 5_000;
  private static final int SIGNATURES = 4_096;
  private static final long SETTLE_MILLIS = 100;
  private static final long WARM_UP_MILLIS = 3_000;
  private static final long SHORT_MILLIS = 500;
  private static final long LONG_MILLIS = 2_000;
  private static final double MIB = 1024 * 1024;
  private static final double MOST_MIB = 1024;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    SignatureRate signatures;
    try (WorkloadReader events = new WorkloadReader(setting.workload())) {
      signatures = new SignatureRate(events.next(Math.min(SIGNATURES, setting.events())));
    }
    warmUp(setting, signatures);
    Pace small = small(setting, signatures, figures);
    large(setting, signatures, small, figures);
    memory(setting, figures);
  }

  private static void warmUp(Setting setting, SignatureRate signatures)
      throws IOException, BenchmarkFailure {
    signatures.measure(WARM_UP_MILLIS);
    int events = Math.min(WARM_UP_EVENTS, setting.events());
    try (EventLog log = setting.scratch().open("warm-up");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      new Feeder(log, Outcome.Accepted.class).feed(reader, events);
      try (WorkloadReader again = new WorkloadReader(setting.workload())) {
        new Feeder(log, Outcome.Duplicate.class).feed(again, events);
      }
    }
    setting.scratch().delete("warm-up");
  }

  /** Fills small logs between measurements of the limit, and gives the ratio. */
  private static Pace small(Setting setting, SignatureRate signatures, Figures figures)
      throws IOException, BenchmarkFailure {
    List<Pace> paces = new ArrayList<>();
    List<Pace> limits = new ArrayList<>();
    List<Pace> ratios = new ArrayList<>();
    limits.add(signatures.measure(SHORT_MILLIS));
    for (int i = 0; i < SMALL_LOGS; i++) {
      try (EventLog log = setting.scratch().open("small");
          WorkloadReader reader = new WorkloadReader(setting.workload())) {
        paces.add(new Feeder(log, Outcome.Accepted.class).feed(reader, SMALL_EVENTS));
      }
      setting.scratch().delete("small");
      limits.add(signatures.measure(SHORT_MILLIS));
      ratios.add(paces.get(i).over(limits.get(i).meanWith(limits.get(i + 1))));
    }
    figures.say(
        "first %,d events: %s/s; bare checks %s/s", SMALL_EVENTS, said(paces), said(limits));
    Pace pace = Pace.median(paces);
    Pace ratio = Pace.median(ratios);
    String name = setting.named("first-" + SMALL_EVENTS);
    double least = setting.engine() == Engine.ROCKSDB ? 0.6 : 0.4;
    figures.atLeast(least, name, pace.rate(), pace.rate() / ratio.rate());
    figures.told(name + "/cpu", pace.cpuRate(), pace.cpuRate() / ratio.cpuRate());
    return ratio;
  }

  private static void large(
      Setting setting, SignatureRate signatures, Pace smallRatio, Figures figures)
      throws IOException, BenchmarkFailure {
    int events = setting.events();
    int stretch = Math.min(MAX_STRETCH_EVENTS, events / 2);
    stretch -= stretch % Feeder.MARK_EVENTS;
    Pace before = signatures.measure(LONG_MILLIS);
    try (EventLog log = setting.scratch().open("large")) {
      Moment[] timeline;
      try (WorkloadReader reader = new WorkloadReader(setting.workload())) {
        timeline = new Feeder(log, Outcome.Accepted.class).timeline(reader, events);
      }
      Pace limit = before.meanWith(signatures.measure(LONG_MILLIS));
      Pace whole = Feeder.pace(timeline, 0, events);
      Pace pace = Feeder.pace(timeline, events - stretch, events);
      Pace ratio = pace.over(limit);
      figures.say("on the way: %s/s; bare checks %,.0f/s", said(parts(timeline)), limit.rate());
      String name = setting.named("at-" + events);
      figures.told(setting.named("whole-" + events), whole.rate(), limit.rate());
      figures.told(name + "/cpu", pace.cpuRate(), limit.cpuRate());
      // Flatness compares each with the limit of its own minute: the two lie minutes apart.
      if (setting.engine() == Engine.ROCKSDB) {
        figures.told(name, pace.rate(), limit.rate());
        figures.atLeast(0.9, setting.named("flat"), ratio.rate(), smallRatio.rate());
      } else {
        figures.atLeast(0.25, name, pace.rate(), limit.rate());
        figures.told(setting.named("flat"), ratio.rate(), smallRatio.rate());
      }
      figures.told(setting.named("flat/cpu"), ratio.cpuRate(), smallRatio.cpuRate());
      duplicates(setting, log, pace, figures);
      figures.say("%,d MiB on disk", (long) (log.stats().store().diskBytes() / MIB));
    }
  }

  /** Gives the log events that it has, taken evenly from all of it. */
  private static void duplicates(Setting setting, EventLog log, Pace fresh, Figures figures)
      throws IOException, BenchmarkFailure {
    settle(log);
    int count = Math.min(DUPLICATES, setting.events());
    int step = setting.events() / count;
    double seconds = 0;
    double cpuSeconds = 0;
    Feeder feeder = new Feeder(log, Outcome.Duplicate.class);
    try (WorkloadReader reader = new WorkloadReader(setting.workload())) {
      for (int done = 0; done < count; done += DUPLICATES_AT_ONCE) {
        List<RawEvent> known = new ArrayList<>();
        for (int i = 0; i < DUPLICATES_AT_ONCE; i++) {
          known.add(reader.next());
          reader.skip(step - 1);
        }
        Pace pace = feeder.feed(known);
        seconds += known.size() / pace.rate();
        cpuSeconds += known.size() / pace.cpuRate();
      }
    }
    String name = setting.named("duplicates");
    figures.atLeast(10, name, count / seconds, fresh.rate());
    figures.told(name + "/cpu", count / cpuSeconds, fresh.cpuRate());
  }

  /** Waits until the store has merged its files: that is part of what the new events cost. */
  private static void settle(EventLog log) throws BenchmarkFailure {
    try {
      while (log.stats().store().counters().getOrDefault("file.running-compactions", 0L) > 0) {
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
  }

  private static void memory(Setting setting, Figures figures) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      figures.say("this system does not tell how much memory a process took");
      return;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        double mib = Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        figures.atMost(1, setting.named("memory-mib"), mib, MOST_MIB);
      }
    }
  }

  /** Ten paces, each over a tenth of the way. */
  private static List<Pace> parts(Moment[] timeline) {
    int marks = timeline.length - 1;
    int parts = Math.min(10, marks);
    List<Pace> paces = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = i * marks / parts * Feeder.MARK_EVENTS;
      int to = (i + 1) * marks / parts * Feeder.MARK_EVENTS;
      paces.add(Feeder.pace(timeline, from, to));
    }
    return paces;
  }

  private static String said(List<Pace> paces) {
    return paces.stream()
        .map(pace -> String.format(Locale.ROOT, "%.0f", pace.rate()))
        .collect(Collectors.joining(" "));
  }
}
