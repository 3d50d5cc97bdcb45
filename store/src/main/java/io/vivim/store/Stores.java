package io.vivim.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Opens stores. */
public final class Stores {
  private Stores() {}

  /**
   * The store in a directory, made where there is none.
   *
   * @throws StoreException of every kind
   */
  public static Store open(Path directory, Engine engine, StoreOptions options) {
    StoreDirectory home = StoreDirectory.create(directory);
    boolean fresh;
    try {
      fresh = prepare(home, engine);
    } catch (StoreException e) {
      home.close();
      throw e;
    }
    Store store = opened(home, engine, options, fresh);
    if (fresh) {
      try {
        home.write(new StoreFormat(engine, StoreFormat.State.READY));
      } catch (StoreException e) {
        store.close();
        throw e;
      }
    }
    return store;
  }

  /** Whether the engine has to make its files, for which there is room then. */
  private static boolean prepare(StoreDirectory home, Engine engine) {
    StoreFailures failures = home.failures();
    Optional<StoreFormat> found = home.format();
    if (found.isEmpty() && Files.exists(home.engineFolder())) {
      throw failures.of(
          StoreError.CORRUPT, "there are a store's files, but not the one that names its engine");
    }
    if (found.isPresent()) {
      requireEngine(found.get(), engine, failures);
      requireWhole(found.get(), failures);
      if (found.get().state() == StoreFormat.State.READY) {
        return false;
      }
    }
    // Until the engine has made its files, all of them may go: a crash here is a crash before.
    home.write(new StoreFormat(engine, StoreFormat.State.NEW));
    home.clearEngineFolder();
    return true;
  }

  /** The store in a directory, whatever its engine. */
  public static Store openExisting(Path directory, StoreOptions options) {
    StoreFormat format =
        StoreDirectory.formatOf(directory)
            .orElseThrow(
                () ->
                    new StoreFailures(directory.toString())
                        .of(StoreError.MISSING, "there is no store here"));
    return open(directory, format.engine(), options);
  }

  /** The store in a directory, whatever its engine. */
  public static Store openExisting(Path directory) {
    return openExisting(directory, StoreOptions.DEFAULT);
  }

  /** Whether a store was made in a directory, or somebody began to. */
  public static boolean isBegun(Path directory) {
    return StoreDirectory.isBegun(directory);
  }

  /** Whether what lies in a directory under a name may be a store's; others use such names, too. */
  public static boolean isFileName(String name) {
    return StoreDirectory.isName(name);
  }

  /** A store without files, which ends when it is closed; it keeps every promise but durability. */
  public static Store inMemory() {
    return H2Store.inMemory(StoreOptions.DEFAULT);
  }

  /**
   * Copies every entry into a new store, in batches. A copy that is broken off leaves a directory
   * that does not open, and into which the copy can be made again.
   *
   * @param progress is told after each batch how many entries were copied so far
   * @return how many entries were copied
   */
  public static long copy(
      StoreView from, Path directory, Engine engine, StoreOptions options, LongConsumer progress) {
    StoreDirectory home = StoreDirectory.create(directory);
    try {
      Optional<StoreFormat> found = home.format();
      boolean whole = found.isPresent() && found.get().state() == StoreFormat.State.READY;
      if (whole || (found.isEmpty() && Files.exists(home.engineFolder()))) {
        throw home.failures().of(StoreError.EXISTS, "there is a store here already");
      }
      home.write(new StoreFormat(engine, StoreFormat.State.FILLING));
      home.clearEngineFolder();
    } catch (StoreException e) {
      home.close();
      throw e;
    }
    try (Store to = opened(home, engine, options, true)) {
      long copied = StoreCopy.fill(from, to, progress);
      home.write(new StoreFormat(engine, StoreFormat.State.READY));
      return copied;
    }
  }

  private static void requireEngine(StoreFormat found, Engine asked, StoreFailures failures) {
    if (found.engine() != asked) {
      throw failures.of(
          StoreError.OTHER_ENGINE,
          "the store is kept by " + found.engine().code() + ", not by " + asked.code());
    }
  }

  private static void requireWhole(StoreFormat found, StoreFailures failures) {
    if (found.state() == StoreFormat.State.FILLING) {
      throw failures.of(
          StoreError.MISSING, "a copy into this store was broken off and must be made again");
    }
  }

  /** The engine's store, which closes the directory in the end; closed here where it fails. */
  private static Store opened(
      StoreDirectory home, Engine engine, StoreOptions options, boolean fresh) {
    try {
      return switch (engine) {
        case H2 -> H2Store.open(home, options, fresh);
        case ROCKSDB -> RocksStore.open(home, options, fresh);
      };
    } catch (StoreException e) {
      home.close();
      throw e;
    }
  }
}
