package io.vivim.benchmarks.log;

import io.vivim.benchmarks.log.LogBenchmark.Setting;
import io.vivim.benchmarks.log.Moment.Pace;
import io.vivim.codec.CarReader;
import io.vivim.codec.RefusedException;
import io.vivim.eventlog.CarExport;
import io.vivim.eventlog.CarImport;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.LogCheck;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** How fast a log goes into a CAR, and that into another log. */
final class ExportMeasurement implements LogBenchmark.Measurement {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final double MB = 1e6;

  @Override
  public void measure(Setting setting, Figures figures) throws IOException, BenchmarkFailure {
    Path car = setting.scratch().path("events.car");
    Pace ingest;
    Pace export;
    try (FilledLog filled = FilledLog.make(setting, "log", setting.events())) {
      ingest = filled.ingest();
      export = export(setting, filled.log(), car);
    }
    Pace imported = read(setting, car);
    double bytesPerEvent = (double) Files.size(car) / setting.events();
    figures.say(
        "export %,.0f MB/s, import %,.0f MB/s",
        export.rate() * bytesPerEvent / MB, imported.rate() * bytesPerEvent / MB);
    figures.told(setting.named("export"), export.rate(), ingest.rate());
    figures.told(setting.named("import"), imported.rate(), ingest.rate());
    figures.told(setting.named("import/cpu"), imported.cpuRate(), ingest.cpuRate());
  }

  private static Pace export(Setting setting, EventLog log, Path car)
      throws IOException, BenchmarkFailure {
    Moment begin = Moment.now();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(car), BUFFER_BYTES)) {
      long written = CarExport.write(log, Filter.ALL, out, LogCheck.Progress.NONE);
      require(written, setting);
    }
    return Moment.now().since(begin, setting.events());
  }

  private static Pace read(Setting setting, Path car) throws IOException, BenchmarkFailure {
    AtomicLong accepted = new AtomicLong();
    Moment begin = Moment.now();
    try (EventLog log = setting.scratch().open("copy");
        InputStream in = new BufferedInputStream(Files.newInputStream(car), BUFFER_BYTES);
        CarReader reader = CarReader.open(in)) {
      CarImport imported =
          new CarImport(
              log,
              Source.LOCAL,
              (event, outcome) -> accepted.addAndGet(outcome instanceof Outcome.Accepted ? 1 : 0));
      imported.read(reader);
    } catch (RefusedException e) {
      throw new BenchmarkFailure("what was exported is no CAR", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted", e);
    }
    require(accepted.get(), setting);
    return Moment.now().since(begin, setting.events());
  }

  private static void require(long events, Setting setting) throws BenchmarkFailure {
    if (events != setting.events()) {
      throw new BenchmarkFailure("only " + events + " events came through", null);
    }
  }
}
