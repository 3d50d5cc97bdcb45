package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.CursorException;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.Subscription;
import java.io.IOException;
import java.util.List;

/**
 * How fast one subscription reads all of a log in order: the bytes of headers and payloads, and
 * with every field of them read as well.
 */
final class ReadMeasurement implements LogBenchmark.Measurement {
  private static final int ROUNDS = 3;
  private static final int POLL_EVENTS = 1024;
  private static final double MB = 1e6;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    try (FilledLog filled = FilledLog.make(setting, "log", setting.events())) {
      Pace bytes = best(setting, filled.log(), false, figures);
      Pace fields = best(setting, filled.log(), true, figures);
      Pace ingest = filled.ingest();
      figures.atLeast(10, setting.named("bytes"), bytes.rate(), ingest.rate());
      figures.told(setting.named("bytes/cpu"), bytes.cpuRate(), ingest.cpuRate());
      figures.told(setting.named("fields"), fields.rate(), ingest.rate());
      figures.told(setting.named("fields/cpu"), fields.cpuRate(), ingest.cpuRate());
    }
  }

  /** The best of some rounds, of which the first warm up. */
  private static Pace best(Setting setting, EventLog log, boolean readsFields, Figures figures)
      throws BenchmarkFailure {
    Pace best = new Pace(0, 0);
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Moment begin = Moment.now();
      bytes = read(log, setting.events(), readsFields);
      Pace pace = Moment.now().since(begin, setting.events());
      best = pace.rate() > best.rate() ? pace : best;
    }
    double bytesPerEvent = (double) bytes / setting.events();
    figures.say(
        "%s: %,.0f MB/s", readsFields ? "fields" : "bytes", best.rate() * bytesPerEvent / MB);
    return best;
  }

  /** Reads all events, and gives how many bytes they had. */
  private static long read(EventLog log, int events, boolean readsFields) throws BenchmarkFailure {
    long bytes = 0;
    long left = events;
    try (Subscription all = log.subscribe(Filter.ALL, log.start())) {
      while (left > 0) {
        List<AppendedEvent> some = all.poll(POLL_EVENTS);
        for (AppendedEvent event : some) {
          bytes += event.raw().size();
          if (readsFields && event.event().header().payloadSize() == 0) {
            throw new BenchmarkFailure("an event of the workload has no payload", null);
          }
        }
        left -= some.size();
      }
    } catch (CursorException e) {
      throw new BenchmarkFailure("a new log cannot be read from its start", e);
    }
    return bytes;
  }
}
