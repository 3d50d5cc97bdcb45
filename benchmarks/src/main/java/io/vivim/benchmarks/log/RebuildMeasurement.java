package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.Outcome;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.Store;
import java.io.IOException;

/** How fast all of the state is folded anew from the log, against the rate at which it came in. */
final class RebuildMeasurement implements LogBenchmark.Measurement {
  private static final int ROUNDS = 2;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    int events = setting.events();
    Pace ingest;
    try (Ledger ledger = setting.scratch().openLedger("log");
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      Moment[] timeline = new Feeder(ledger.log(), Outcome.Accepted.class).timeline(reader, events);
      int half = events / 2 - events / 2 % Feeder.MARK_EVENTS;
      ingest = Feeder.pace(timeline, half, events);
    }
    Pace best = new Pace(0, 0);
    for (int round = 0; round < ROUNDS; round++) {
      try (Store store = setting.scratch().store("log")) {
        Moment begin = Moment.now();
        Ledger.rebuild(store, position -> {});
        Pace pace = Moment.now().since(begin, events);
        best = pace.rate() > best.rate() ? pace : best;
      }
    }
    figures.atLeast(1.5, setting.named("rebuild"), best.rate(), ingest.rate());
    figures.told(setting.named("rebuild/cpu"), best.cpuRate(), ingest.cpuRate());
  }
}
