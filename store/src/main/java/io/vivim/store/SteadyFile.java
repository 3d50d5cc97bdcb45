package io.vivim.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file that stays open when a thread that uses it is interrupted.
 *
 * <p>An interrupt closes a channel for all its users. Here the channel is opened again and the step
 * is repeated, which changes nothing, because each names its place in the file; the thread keeps
 * its interrupt for whoever asks for it.
 */
final class SteadyFile implements AutoCloseable {
  /** The system's buffers behind larger reads and writes would stay with each thread. */
  private static final int MAX_STEP_BYTES = 1024 * 1024;

  private final Path path;

  /** Written under this object's lock. */
  private volatile FileChannel channel;

  /** Written under this object's lock. */
  private volatile boolean closed;

  private SteadyFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A file that must not be there yet. */
  static SteadyFile create(Path path) throws IOException {
    return new SteadyFile(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /** A file that must be there. */
  static SteadyFile open(Path path) throws IOException {
    return new SteadyFile(path, existing(path));
  }

  private static FileChannel existing(Path path) throws IOException {
    return FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  Path path() {
    return path;
  }

  /** One step that names its place, so that it can be repeated. */
  private interface Step {
    long on(FileChannel channel) throws IOException;
  }

  private long run(Step step) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        FileChannel now = channel;
        try {
          return step.on(now);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          reopen(now, e);
        } catch (ClosedChannelException e) {
          reopen(now, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens the file again after {@code broken} was closed, unless that was meant. */
  private synchronized void reopen(FileChannel broken, ClosedChannelException reason)
      throws IOException {
    if (closed) {
      throw reason;
    }
    if (channel == broken) {
      channel = existing(path);
    }
  }

  long size() throws IOException {
    return run(FileChannel::size);
  }

  /** Fills the buffer from {@code at} on. */
  void read(long at, ByteBuffer into) throws IOException {
    int end = into.limit();
    long place = at;
    while (into.position() < end) {
      int start = into.position();
      long from = place;
      long got =
          run(
              file -> {
                into.limit(Math.min(end, start + MAX_STEP_BYTES)).position(start);
                return file.read(into, from);
              });
      if (got < 0) {
        throw new EOFException("the file ends at " + place + ": " + path.getFileName());
      }
      into.limit(end);
      place += got;
    }
  }

  /** Writes all that is left of the buffer to {@code at}. */
  void write(long at, ByteBuffer from) throws IOException {
    int end = from.limit();
    long place = at;
    while (from.position() < end) {
      int start = from.position();
      long to = place;
      place +=
          run(
              file -> {
                from.limit(Math.min(end, start + MAX_STEP_BYTES)).position(start);
                return file.write(from, to);
              });
      from.limit(end);
    }
  }

  void truncate(long size) throws IOException {
    run(
        file -> {
          file.truncate(size);
          return size;
        });
  }

  /** Returns when all that was written is on the disk. */
  void sync() throws IOException {
    run(
        file -> {
          file.force(false);
          return 0;
        });
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
