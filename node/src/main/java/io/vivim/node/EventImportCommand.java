package io.vivim.node;

import io.vivim.codec.RefusedException;
import io.vivim.eventlog.CarImport;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Evidence;
import io.vivim.eventlog.Source;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vivim event import}: the events of CARs go into the log. */
@Command(
    name = "import",
    description = {
      "Take events into the log, which is made where there is none: out of CARs, or from lines of"
          + " JSON as 'event new' and 'event query' write them.",
      "Every event is verified. Answers each file with 'accepted=<n> duplicate=<n> pending=<n>"
          + " early=<n> declined=<n> rejected=<n> other-blocks=<n>'. Pending are those that wait for"
          + " their causes; other blocks are no events and no payloads. Where a key turns out to"
          + " have signed two events of one number, that is said on the error stream."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event import events.car",
      "  vivim event new memory:create --key home --body '{}' | vivim event import",
      "  vivim event import --data data --store rocksdb - < events.car"
    })
final class EventImportCommand implements Callable<Integer> {
  private final Console console;
  private final LongSupplier nanoClock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LogOption data;

  @Mixin private final EngineOption engine = new EngineOption();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "CARs or files of JSON lines; '-' is a CAR on standard input. Without any, names or events"
              + " are read from standard input, one a line.")
  private List<String> files = List.of();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Charge the events to a peer of this name; else they are this node's own.")
  private String source = Source.LOCAL.name();

  @Option(names = "--json", description = "Answer with JSON objects.")
  private boolean json;

  EventImportCommand(Console console, Surroundings surroundings, LongSupplier nanoClock) {
    this.console = console;
    this.nanoClock = nanoClock;
    this.data = new LogOption(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Source from = source();
    try (EventLog log = data.open(engine.engine())) {
      long before = forks(log);
      int code = new Batch(console, json).answerEach(files, name -> read(log, from, name));
      long found = forks(log) - before;
      if (found > 0) {
        console.complain(
            "forks were found: "
                + found
                + (found == 1 ? " event has" : " events have")
                + " the number of another one of the same key, which wrote in two places");
      }
      return code;
    }
  }

  private static long forks(EventLog log) {
    return log.evidence().stream().filter(each -> each.kind() == Evidence.Kind.FORK).count();
  }

  private Source source() {
    try {
      return new Source(source);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--source: " + e.getMessage());
    }
  }

  private Answer read(EventLog log, Source from, String name) throws IOException, RefusedException {
    if (EventLines.isEvent(name)) {
      Import result = new Import();
      EventLines.give(name, log, from, result);
      return result.answer("-", 0, log);
    }
    if (EventLines.areIn(name)) {
      Import result = new Import();
      EventLines.read(Path.of(name), log, from, result);
      return result.answer(name, 0, log);
    }
    CarFile car = files.isEmpty() ? CarFile.named(name) : new CarFile(name, console.in());
    Import result = new Import();
    try (Progress progress = new Progress(console, "importing", "bytes", car.size(), nanoClock)) {
      return car.read(
          in -> new CountedStream(in, progress::at),
          reader -> {
            try {
              long others = new CarImport(log, from, result::hear).read(reader);
              return result.answer(name, others, log);
            } catch (InterruptedException e) {
              throw LogOption.interrupted(e);
            }
          });
    }
  }

  /** A stream that tells how many bytes were read of it. */
  private static final class CountedStream extends FilterInputStream {
    private final LongConsumer progress;
    private long done;

    CountedStream(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int bytes) {
      done += bytes;
      progress.accept(done);
    }
  }
}
