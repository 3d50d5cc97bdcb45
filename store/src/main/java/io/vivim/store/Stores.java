package io.vivim.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
    try {
      StoreFailures failures = home.failures();
      Optional<StoreFormat> found = home.format();
      if (found.isEmpty() && Files.exists(home.engineFolder())) {
        throw failures.of(
            StoreError.CORRUPT, "there are a store's files, but not the one that names its engine");
      }
      if (found.isPresent()) {
        requireEngine(found.get(), engine, failures);
      }
      if (found.isPresent() && found.get().state() != StoreFormat.State.NEW) {
        requireReady(found.get(), failures);
        return openEngine(home, engine, options, false);
      }
      // Until the engine has made its files, all of them may go: a crash here is a crash before.
      home.write(new StoreFormat(engine, StoreFormat.State.NEW));
      home.clearEngineFolder();
      Store store = openEngine(home, engine, options, true);
      home.write(new StoreFormat(engine, StoreFormat.State.READY));
      return store;
    } catch (StoreException e) {
      home.close();
      throw e;
    }
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

  /** A store without files, which ends when it is closed; it keeps every promise but durability. */
  public static Store inMemory() {
    return H2Store.inMemory(StoreOptions.DEFAULT);
  }

  private static void requireEngine(StoreFormat found, Engine asked, StoreFailures failures) {
    if (found.engine() != asked) {
      throw failures.of(
          StoreError.OTHER_ENGINE,
          "the store is kept by " + found.engine().code() + ", not by " + asked.code());
    }
  }

  private static void requireReady(StoreFormat found, StoreFailures failures) {
    if (found.state() == StoreFormat.State.FILLING) {
      throw failures.of(
          StoreError.MISSING, "a copy into this store was broken off: remove it and copy again");
    }
  }

  private static Store openEngine(
      StoreDirectory home, Engine engine, StoreOptions options, boolean fresh) {
    return switch (engine) {
      case H2 -> H2Store.open(home, options, fresh);
      case ROCKSDB -> RocksStore.open(home, options, fresh);
    };
  }
}
