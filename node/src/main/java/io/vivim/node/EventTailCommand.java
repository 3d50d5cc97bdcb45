package io.vivim.node;

import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.Cursor;
import io.vivim.eventlog.CursorException;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Filter;
import io.vivim.eventlog.Subscription;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vivim event tail}: the log in its own order, from a cursor on. */
@Command(
    name = "tail",
    description = {
      "List events in the order in which the log took them, from a cursor on.",
      "Answers with their JSON form, one a line. The cursor behind the last one is told on the error"
          + " stream, at the end and, with --follow, before each wait."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  vivim event tail --from start",
      "  vivim event tail --from 00112233445566778899aabbccddeeff.42 --type memory:create",
      "  vivim event tail --from now --follow"
    })
final class EventTailCommand implements Callable<Integer> {
  private static final int POLL_EVENTS = 256;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final LogOption data;

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Mixin private final FormOptions forms = new FormOptions();

  @Option(
      names = "--from",
      paramLabel = "CURSOR",
      description =
          "A cursor that was told before, 'start' or 'now'; else start, from where everything can"
              + " be replayed whole.")
  private String from = "start";

  @Option(names = "--follow", description = "Wait for what comes, until it is interrupted.")
  private boolean follow;

  EventTailCommand(Console console, Surroundings surroundings) {
    this.console = console;
    this.data = new LogOption(surroundings);
  }

  @Override
  public Integer call() throws IOException {
    Filter filter = filters.filter();
    EventText.Use form = forms.form();
    boolean isPlace = from.equals("start") || from.equals("now");
    if (!isPlace && Cursor.parse(from).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--from is a cursor, 'start' or 'now', not " + from);
    }
    boolean interrupted;
    try (EventLog log = data.openExisting();
        Subscription events = log.subscribe(filter, cursor(log))) {
      interrupted = list(log, events, form);
    } catch (CursorException e) {
      throw new UnreadableFileException("cursor-" + e.reason().code(), "--from: " + e.getMessage());
    }
    // Not before the log is closed: files do not bear to be closed by an interrupted thread.
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.GOOD;
  }

  private Cursor cursor(EventLog log) {
    return switch (from) {
      case "start" -> log.start();
      case "now" -> log.head();
      default -> Cursor.parse(from).orElseThrow();
    };
  }

  /** Lists what is there and, where that is wanted, what comes, until it is interrupted. */
  private boolean list(EventLog log, Subscription events, EventText.Use form) throws IOException {
    long end = log.head().position();
    while (true) {
      while (events.cursor().position() < end) {
        write(events.poll(POLL_EVENTS), form);
      }
      console.flush();
      console.complain("cursor " + events.cursor());
      if (!follow) {
        return false;
      }
      try {
        events.ready().toCompletableFuture().get();
      } catch (InterruptedException e) {
        return true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the log failed", e.getCause());
      }
      end = log.head().position();
    }
  }

  private void write(List<AppendedEvent> events, EventText.Use form) throws IOException {
    for (AppendedEvent event : events) {
      console.line(form.of(event.event()).text());
    }
  }
}
