package io.vivim.node;

import io.vivim.blockbuilder.Witness;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.Search;
import io.vivim.node.rpc.BearerToken;
import io.vivim.search.SearchException;
import io.vivim.search.SearchOptions;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** The event log of the data folder, for commands that run while no node has it open. */
final class LogOption {
  @Mixin private final DataOption data;

  LogOption(Surroundings surroundings) {
    this.data = new DataOption(surroundings);
  }

  /** The store that is there, without looking into it. */
  Store openExistingStore() {
    return existingStoreIn(data.folder());
  }

  /** The node that has the store open, where that is why it could not be opened. */
  Optional<NodeCalls> nodeThatHasIt(StoreException why) throws IOException {
    Optional<RunningNode> node =
        why.error() == StoreError.IN_USE ? RunningNode.of(data.folder()) : Optional.empty();
    return node.isEmpty() ? Optional.empty() : Optional.of(NodeCalls.of(node.get(), data.folder()));
  }

  /** The log that is there. */
  EventLog openExisting() {
    return openExistingLedger().log();
  }

  /** The log that is there, with its state. */
  Ledger openExistingLedger() {
    return openExistingLedger(data.folder());
  }

  /**
   * The log that is there, with its state and a search index, which is made where there is none.
   *
   * @param faults is told why the index failed; by any thread
   */
  Ledger openExistingWithSearch(Consumer<Throwable> faults) {
    return Ledger.openWithSearch(
        ofNode(existingStoreIn(data.folder()), data.folder()),
        LogOptions.defaults(InstantSource.system()),
        LogListener.NONE,
        data.folder().resolve(Search.FOLDER),
        SearchOptions.defaults(InstantSource.system()),
        faults);
  }

  /** The log that is there, with its state, and with its search index where it has one. */
  Ledger openExistingWithSearchIfAny(Consumer<Throwable> faults) {
    return Files.isDirectory(data.folder().resolve(Search.FOLDER))
        ? openExistingWithSearch(faults)
        : openExistingLedger();
  }

  /** The log with its state, or a new one where there is none, on the default engine. */
  Ledger openLedger() {
    return ledgerIn(storeIn(data.folder(), Optional.empty()), data.folder());
  }

  /**
   * The log that is there, or a new one where there is none: on that engine, else on the default.
   */
  EventLog open(Optional<Engine> engine) {
    return ledgerIn(storeIn(data.folder(), engine), data.folder()).log();
  }

  /** The store that is there, or a new one: on that engine, else on the default. */
  static Store storeIn(Path folder, Optional<Engine> engine) {
    DataFiles.requireOurs(folder);
    if (engine.isPresent()) {
      return opened(folder, () -> Stores.open(folder, engine.get(), StoreOptions.DEFAULT));
    }
    try {
      return existingStoreIn(folder);
    } catch (StoreException e) {
      if (e.error() != StoreError.MISSING) {
        throw e;
      }
      return Stores.open(folder, Engine.H2, StoreOptions.DEFAULT);
    }
  }

  /** The store that is there. */
  static Store existingStoreIn(Path folder) {
    return opened(folder, () -> Stores.openExisting(folder));
  }

  /** A store that a node has open can be asked all the same: by the node. */
  private static Store opened(Path folder, Supplier<Store> opening) {
    try {
      return opening.get();
    } catch (StoreException e) {
      Optional<RunningNode> node =
          e.error() == StoreError.IN_USE ? RunningNode.of(folder) : Optional.empty();
      throw node.isEmpty() ? e : inUse(folder, node.get(), e);
    }
  }

  private static StoreException inUse(Path folder, RunningNode node, StoreException e) {
    return new StoreException(
        StoreError.IN_USE,
        e.getMessage()
            + "; a node runs there (process "
            + node.process()
            + "): ask it by JSON-RPC at "
            + node.address()
            + ", with the token in "
            + folder.resolve(BearerToken.FILE)
            + ", or stop it first",
        e);
  }

  /** The log with its state in another folder. */
  static Ledger openExistingLedger(Path folder) {
    return ledgerIn(existingStoreIn(folder), folder);
  }

  /**
   * Refuses a store that is a witness's, whose promise is to keep what it cosigned and to be
   * nothing else.
   */
  static void requireNodes(Store store, Path folder) {
    if (Witness.isIn(store)) {
      throw new StoreException(
          StoreError.OTHER_USE,
          folder + " is a witness's: a node has a data folder of its own, named by --data",
          null);
    }
  }

  private static Store ofNode(Store store, Path folder) {
    try {
      requireNodes(store, folder);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Ledger ledgerIn(Store store, Path folder) {
    return Ledger.open(
        ofNode(store, folder), LogOptions.defaults(InstantSource.system()), LogListener.NONE);
  }

  /** What comes of something that the log does; commands have nothing better to do than to wait. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SearchException search) {
        throw search;
      }
      throw new IllegalStateException("the log failed", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
