package io.vivim.benchmarks.log;

import io.vivim.codec.Bytes;
import io.vivim.events.RawEvent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the workload's events from their file, one after the other. */
final class WorkloadReader implements AutoCloseable {
  private final DataInputStream in;

  WorkloadReader(Path file) throws IOException {
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 18));
  }

  RawEvent next() throws IOException {
    byte[] wire = new byte[in.readInt()];
    in.readFully(wire);
    return RawEvent.decode(Bytes.owning(wire)).orThrow();
  }

  List<RawEvent> next(int events) throws IOException {
    List<RawEvent> read = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      read.add(next());
    }
    return read;
  }

  void skip(int events) throws IOException {
    for (int i = 0; i < events; i++) {
      in.skipNBytes(in.readInt());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
