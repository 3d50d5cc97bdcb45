package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import java.io.IOException;

/**
 * A log with the first events of the workload, closed and opened again, so that nothing of them is
 * at hand but what the operating system keeps.
 *
 * @param ingest how fast the second half of them went in
 */
record FilledLog(EventLog log, Pace ingest) implements AutoCloseable {
  static FilledLog make(Setting setting, String name, int events)
      throws IOException, BenchmarkFailure {
    Pace ingest;
    try (EventLog log = setting.scratch().open(name);
        WorkloadReader reader = new WorkloadReader(setting.workload())) {
      Moment[] timeline = new Feeder(log, Outcome.Accepted.class).timeline(reader, events);
      int half = events / 2 - events / 2 % Feeder.MARK_EVENTS;
      ingest = Feeder.pace(timeline, half, events);
    }
    return new FilledLog(setting.scratch().open(name), ingest);
  }

  @Override
  public void close() {
    log.close();
  }
}
