package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.events.RawEvent;
import io.vivim.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How fast events become durable, against the rate at which the machine verifies signatures and
 * does nothing else; how that holds in a large log; what a duplicate costs; and how much memory all
 * of this took.
 */
final class IngestMeasurement implements LogBenchmark.Measurement {
  static final int SMALL_EVENTS = 10_000;

  private static final int SMALL_LOGS = 5;
  private static final int WARM_UP_EVENTS = 30_000;

  /** At the end of the large log, the stretch whose rate is that of a log of this size. */
  private static final int MAX_STRETCH_EVENTS = 50_000;

  private static final int DUPLICATES = 50_000;
  private static final int DUPLICATES_AT_ONCE = 5_000;
  private static final int SIGNATURES = 4_096;
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
    double small = small(setting, signatures, figures);
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
    }
    setting.scratch().delete("warm-up");
  }

  /** Fills small logs between measurements of the limit, and gives the ratio. */
  private static double small(Setting setting, SignatureRate signatures, Figures figures)
      throws IOException, BenchmarkFailure {
    double[] rates = new double[SMALL_LOGS];
    double[] limits = new double[SMALL_LOGS + 1];
    double[] ratios = new double[SMALL_LOGS];
    limits[0] = signatures.measure(SHORT_MILLIS);
    for (int i = 0; i < SMALL_LOGS; i++) {
      try (EventLog log = setting.scratch().open("small");
          WorkloadReader reader = new WorkloadReader(setting.workload())) {
        rates[i] = new Feeder(log, Outcome.Accepted.class).feed(reader, SMALL_EVENTS);
      }
      setting.scratch().delete("small");
      limits[i + 1] = signatures.measure(SHORT_MILLIS);
      ratios[i] = rates[i] / ((limits[i] + limits[i + 1]) / 2);
    }
    figures.say(
        "first %,d events: %s/s; bare verify %s/s", SMALL_EVENTS, said(rates), said(limits));
    double rate = median(rates);
    double ratio = median(ratios);
    figures.atLeast(
        setting.engine() == Engine.ROCKSDB ? 0.6 : 0.4,
        setting.named("first-" + SMALL_EVENTS),
        rate,
        rate / ratio);
    return ratio;
  }

  private static void large(
      Setting setting, SignatureRate signatures, double smallRatio, Figures figures)
      throws IOException, BenchmarkFailure {
    int events = setting.events();
    int stretch = Math.min(MAX_STRETCH_EVENTS, events / 2);
    stretch -= stretch % Feeder.MARK_EVENTS;
    double before = signatures.measure(LONG_MILLIS);
    try (EventLog log = setting.scratch().open("large")) {
      long[] timeline;
      try (WorkloadReader reader = new WorkloadReader(setting.workload())) {
        timeline = new Feeder(log, Outcome.Accepted.class).timeline(reader, events);
      }
      double limit = (before + signatures.measure(LONG_MILLIS)) / 2;
      double whole = Feeder.rate(timeline, 0, events);
      double rate = Feeder.rate(timeline, events - stretch, events);
      double ratio = rate / limit;
      figures.say("rates on the way: %s/s; bare verify %,.0f/s", said(onTheWay(timeline)), limit);
      if (setting.engine() == Engine.H2) {
        figures.atLeast(0.25, setting.named("at-" + events), rate, limit);
      } else {
        figures.told(setting.named("at-" + events), rate, limit);
      }
      figures.told(setting.named("whole-" + events), whole, limit);
      // Each against the limit of its own minute: the two lie minutes apart.
      if (setting.engine() == Engine.ROCKSDB) {
        figures.atLeast(0.9, setting.named("flat"), ratio, smallRatio);
      } else {
        figures.told(setting.named("flat"), ratio, smallRatio);
      }
      figures.atLeast(10, setting.named("duplicates"), duplicates(setting, log), rate);
      figures.say("%,d MiB on disk", (long) (log.stats().store().diskBytes() / MIB));
    }
  }

  /** Known events a second, taken evenly from all of the log. */
  private static double duplicates(Setting setting, EventLog log)
      throws IOException, BenchmarkFailure {
    int count = Math.min(DUPLICATES, setting.events());
    int step = setting.events() / count;
    double seconds = 0;
    Feeder feeder = new Feeder(log, Outcome.Duplicate.class);
    try (WorkloadReader reader = new WorkloadReader(setting.workload())) {
      for (int done = 0; done < count; done += DUPLICATES_AT_ONCE) {
        List<RawEvent> known = new ArrayList<>();
        for (int i = 0; i < DUPLICATES_AT_ONCE; i++) {
          known.add(reader.next());
          reader.skip(step - 1);
        }
        seconds += known.size() / feeder.feed(known);
      }
    }
    return count / seconds;
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

  /** Ten rates, each over a tenth of the way. */
  private static double[] onTheWay(long[] timeline) {
    int marks = timeline.length - 1;
    int parts = Math.min(10, marks);
    double[] rates = new double[parts];
    for (int i = 0; i < parts; i++) {
      int from = i * marks / parts;
      int to = (i + 1) * marks / parts;
      rates[i] = Feeder.rate(timeline, from * Feeder.MARK_EVENTS, to * Feeder.MARK_EVENTS);
    }
    return rates;
  }

  private static String said(double[] rates) {
    return String.join(
        " ", Arrays.stream(rates).mapToObj(rate -> String.format("%.0f", rate)).toList());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
