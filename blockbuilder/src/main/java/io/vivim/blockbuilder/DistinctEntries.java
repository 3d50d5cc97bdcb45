package io.vivim.blockbuilder;

import io.vivim.events.EventId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whether all entries of a log are of different events, found out in memory that hardly grows with
 * the log: so many as a run has are sorted at a time and written to a temporary file, and the runs
 * are merged in the end. The digests are compared as a whole, so that nobody is wronged by a hash
 * that was made to meet another one's.
 *
 * <pre>
 *   a row of the file    digest 32 | index of the entry 8
 * </pre>
 */
final class DistinctEntries implements AutoCloseable {
  /** Entries that lie in memory at a time, some 4 MiB. */
  static final int RUN_ENTRIES = 65_536;

  /** Of each run that is merged so much lies in memory at a time. */
  private static final int READ_ROWS = 64;

  private static final int ROW_BYTES = EventId.DIGEST_BYTES + Long.BYTES;

  private final Scratch scratch;
  private final int runEntries;
  private final List<byte[]> run = new ArrayList<>();
  private final List<Long> runEnds = new ArrayList<>();

  /** Where all runs but the last one lie; made by the first. */
  private @Nullable FileChannel file;

  /** Two entries of one event. */
  record Twins(long first, long again) {}

  /** Makes an empty file that nobody else uses. */
  @FunctionalInterface
  interface Scratch {
    Path make() throws IOException;
  }

  DistinctEntries() {
    this(() -> Files.createTempFile("vivim-audit-", ".entries"), RUN_ENTRIES);
  }

  DistinctEntries(Scratch scratch, int runEntries) {
    this.scratch = scratch;
    this.runEntries = runEntries;
  }

  void add(EventId event, long index) throws IOException {
    run.add(ByteBuffer.allocate(ROW_BYTES).put(event.digest().toArray()).putLong(index).array());
    if (run.size() == runEntries) {
      write();
    }
  }

  private void write() throws IOException {
    run.sort(Arrays::compareUnsigned);
    FileChannel to = file;
    if (to == null) {
      to =
          FileChannel.open(
              scratch.make(),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      file = to;
    }
    ByteBuffer rows = ByteBuffer.allocate(READ_ROWS * ROW_BYTES);
    for (byte[] row : run) {
      rows.put(row);
      if (!rows.hasRemaining()) {
        flush(rows, to);
      }
    }
    flush(rows, to);
    runEnds.add(to.position());
    run.clear();
  }

  private static void flush(ByteBuffer rows, FileChannel to) throws IOException {
    rows.flip();
    while (rows.hasRemaining()) {
      to.write(rows);
    }
    rows.clear();
  }

  /** Of all that come a second time the one that does so first. */
  Optional<Twins> twins() throws IOException {
    run.sort(Arrays::compareUnsigned);
    PriorityQueue<Run> runs =
        new PriorityQueue<>(Comparator.comparing(Run::row, Arrays::compareUnsigned));
    long from = 0;
    for (long end : runEnds) {
      runs.add(new Run(Objects.requireNonNull(file), from, end));
      from = end;
    }
    if (!run.isEmpty()) {
      runs.add(new Run(run));
    }
    return twins(runs);
  }

  private static Optional<Twins> twins(PriorityQueue<Run> runs) throws IOException {
    Optional<Twins> found = Optional.empty();
    byte[] before = new byte[0];
    while (!runs.isEmpty()) {
      Run next = runs.remove();
      byte[] row = next.row();
      if (before.length > 0 && isOneEvent(before, row)) {
        long again = index(row);
        if (found.isEmpty() || again < found.get().again()) {
          found = Optional.of(new Twins(index(before), again));
        }
      } else {
        before = row;
      }
      if (next.advance()) {
        runs.add(next);
      }
    }
    return found;
  }

  /** Rows in their order, of which one is at hand. */
  private static final class Run {
    private final @Nullable FileChannel from;
    private final long end;
    private long position;
    private Iterator<byte[]> rows;
    private byte[] row;

    /** One that lies in memory, and is not empty. */
    Run(List<byte[]> sorted) {
      this.from = null;
      this.end = 0;
      this.rows = sorted.iterator();
      this.row = rows.next();
    }

    /** One of a file. */
    Run(FileChannel from, long begin, long end) throws IOException {
      this.from = from;
      this.end = end;
      this.position = begin;
      this.rows = read(from);
      this.row = rows.next();
    }

    byte[] row() {
      return row;
    }

    /** Whether there is one more. */
    boolean advance() throws IOException {
      if (!rows.hasNext() && from != null && position < end) {
        rows = read(from);
      }
      boolean isMore = rows.hasNext();
      row = isMore ? rows.next() : row;
      return isMore;
    }

    private Iterator<byte[]> read(FileChannel file) throws IOException {
      int size = (int) Math.min(end - position, READ_ROWS * ROW_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining()) {
        if (file.read(bytes, position + bytes.position()) < 0) {
          throw new EOFException("the temporary file of the audit was cut off");
        }
      }
      position += size;
      List<byte[]> read = new ArrayList<>();
      for (int at = 0; at < size; at += ROW_BYTES) {
        read.add(Arrays.copyOfRange(bytes.array(), at, at + ROW_BYTES));
      }
      return read.iterator();
    }
  }

  private static boolean isOneEvent(byte[] one, byte[] other) {
    return Arrays.equals(one, 0, EventId.DIGEST_BYTES, other, 0, EventId.DIGEST_BYTES);
  }

  private static long index(byte[] row) {
    return ByteBuffer.wrap(row).getLong(EventId.DIGEST_BYTES);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
