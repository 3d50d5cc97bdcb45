package io.vivim.benchmarks.log;

import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The logs that are made for one measurement, in a folder that goes when it ends. */
final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Engine engine;

  Scratch(Path parent, Engine engine) throws IOException {
    Files.createDirectories(parent);
    this.folder = Files.createTempDirectory(parent, "scratch-");
    this.engine = engine;
  }

  /** The log of this name, with the options that a node has. */
  EventLog open(String name) {
    return EventLog.open(
        store(name), LogOptions.defaults(InstantSource.system()), LogListener.NONE);
  }

  /** The log of this name with the state that follows it. */
  Ledger openLedger(String name) {
    return Ledger.open(store(name), LogOptions.defaults(InstantSource.system()), LogListener.NONE);
  }

  /** The store of this name, for whoever opens no log in it. */
  Store store(String name) {
    return Stores.open(folder.resolve(name), engine, StoreOptions.DEFAULT);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void delete(String name) {
    deleteAll(folder.resolve(name));
  }

  private static void deleteAll(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    deleteAll(folder);
  }
}
