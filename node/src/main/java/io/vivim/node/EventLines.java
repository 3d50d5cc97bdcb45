package io.vivim.node;

import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.Checked;
import io.vivim.events.EventJson;
import io.vivim.events.RawEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/**
 * Events in their JSON form, one a line, as {@code event new} and {@code event query} write them.
 */
final class EventLines {
  private EventLines() {}

  /** Whether a line is an event and not the name of a file. */
  static boolean isEvent(String line) {
    return line.stripLeading().startsWith("{");
  }

  /** Whether a file has such lines; a CAR begins with the length of its header. */
  static boolean areIn(String file) throws IOException {
    Path path = Path.of(file);
    if (file.equals("-") || !Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == '{';
    }
  }

  /** Gives all events of a file to the log. */
  static void read(Path file, EventLog log, Source from, Import result) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          give(line, log, from, result);
        }
      }
    }
  }

  /** Gives one event to the log, and waits for the answer. */
  static void give(String line, EventLog log, Source from, Import result) {
    Checked<RawEvent> event = EventJson.read(line.strip());
    if (event instanceof Checked.Bad<RawEvent> bad) {
      result.refuse(bad.rejection());
      return;
    }
    try {
      Outcome outcome = log.submit(event.orThrow(), from).toCompletableFuture().get();
      result.hear(event.orThrow(), outcome);
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(e);
    }
  }
}
