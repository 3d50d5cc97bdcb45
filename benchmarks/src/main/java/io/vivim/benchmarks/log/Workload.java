package io.vivim.benchmarks.log;

import io.vivim.events.RawEvent;
import io.vivim.events.Timestamp;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The events that the log is measured with, made once and kept in a file: entity updates by 100
 * authors, a tenth of whom make half of the events.
 *
 * <pre>
 *   (length 4 | wire form)…    the length big-endian; causes stand in front of what they cause
 * </pre>
 */
final class Workload {
  static final int AUTHORS = 100;
  static final int BUSY_AUTHORS = 10;

  /** The time of the first event; each of the following is a millisecond later. */
  static final long START_MILLIS = 1_700_000_000_000L;

  /** Changes whenever the events do, so that a file of earlier ones is not taken for theirs. */
  private static final int EDITION = 2;

  /** Events that are made before they are written. */
  private static final int CHUNK_EVENTS = 10_000;

  private Workload() {}

  /** The file of so many events, made where there is none. */
  static Path file(Path folder, int events) throws IOException {
    Path file = folder.resolve("events-" + EDITION + "-" + events + ".wire");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve(file.getFileName() + ".part");
      make(unfinished, events);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static void make(Path file, int events) throws IOException {
    System.err.printf(Locale.ROOT, "making %,d events, once%n", events);
    List<WorkloadAuthor> authors =
        IntStream.range(0, AUTHORS).mapToObj(WorkloadAuthor::new).toList();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      for (int from = 0; from < events; from += CHUNK_EVENTS) {
        for (RawEvent event : chunk(authors, from, Math.min(events, from + CHUNK_EVENTS))) {
          byte[] wire = event.encode().toArray();
          out.writeInt(wire.length);
          out.write(wire);
        }
      }
    }
  }

  /** Some of the events; each author's share is made by one thread, in order. */
  private static List<RawEvent> chunk(List<WorkloadAuthor> authors, int from, int to) {
    RawEvent[] made = new RawEvent[to - from];
    List<List<Integer>> shares = new ArrayList<>();
    authors.forEach(author -> shares.add(new ArrayList<>()));
    IntStream.range(from, to).forEach(i -> shares.get(authorOf(i)).add(i));
    IntStream.range(0, AUTHORS)
        .parallel()
        .forEach(
            author -> {
              for (int i : shares.get(author)) {
                made[i - from] = authors.get(author).next(timeOf(i));
              }
            });
    return List.of(made);
  }

  /** Who makes an event: every second one a busy author. */
  private static int authorOf(int event) {
    int turn = event / 2;
    return event % 2 == 0 ? turn % BUSY_AUTHORS : BUSY_AUTHORS + turn % (AUTHORS - BUSY_AUTHORS);
  }

  static Timestamp timeOf(int event) {
    return Timestamp.of(START_MILLIS + event, 0);
  }
}
