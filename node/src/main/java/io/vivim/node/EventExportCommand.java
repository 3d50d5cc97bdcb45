package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.eventlog.CarExport;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vivim event export}: events go into a CAR. */
@Command(
    name = "export",
    description = {
      "Write events as a CAR, in the order of the log: each header, and behind it its payload.",
      "Events of local scope never leave this node and are left out. With -o the answer is"
          + " 'exported <n> events'."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event export > events.car",
      "  vivim event export --scope public -o public.car"
    })
final class EventExportCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Console console;
  private final LongSupplier nanoClock;

  @Mixin private final LogOption data;

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write, which is there as a whole or as before; else the output.")
  private @Nullable Path file;

  EventExportCommand(Console console, Surroundings surroundings, LongSupplier nanoClock) {
    this.console = console;
    this.nanoClock = nanoClock;
    this.data = new LogOption(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Filter filter = filters.filter();
    Path target = file;
    try (EventLog log = data.openExisting()) {
      if (target == null) {
        write(log, filter, new ConsoleStream(console));
      } else {
        long events = write(log, filter, target);
        console.line("exported " + events + (events == 1 ? " event" : " events"));
      }
    }
    return ExitCode.GOOD;
  }

  private long write(EventLog log, Filter filter, Path target) throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    try {
      long events;
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
        events = write(log, filter, out);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return events;
    } catch (IOException e) {
      UnreadableFileException reason = UnreadableFileException.of(e);
      throw new UnreadableFileException(
          reason.code(), target + " cannot be written: " + reason.clause());
    }
  }

  private long write(EventLog log, Filter filter, OutputStream out) throws IOException {
    long total = log.head().position();
    try (Progress progress = new Progress(console, "exporting", "events", total, nanoClock)) {
      return CarExport.write(log, filter, out, (done, all) -> progress.at(done));
    }
  }

  /** The console's output as a stream; whoever closes it leaves the console open. */
  private static final class ConsoleStream extends OutputStream {
    private final Console console;

    ConsoleStream(Console console) {
      this.console = console;
    }

    @Override
    public void write(int value) throws IOException {
      console.bytes(Bytes.owning(new byte[] {(byte) value}));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      console.bytes(Bytes.copyOf(bytes, from, from + length));
    }

    @Override
    public void close() throws IOException {
      console.flush();
    }
  }
}
