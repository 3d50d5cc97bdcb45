package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** A store in one tree of H2's MVStore, in a file or in memory. */
final class H2Store implements Store {
  private static final String MAP = "entries";
  private static final String FILE = "store.mv";

  private final @Nullable StoreDirectory home;
  private final StoreFailures failures;
  private final StoreCounters counters;

  /** Held by whoever changes anything: the tree, the file, or whether they are open. */
  private final ReentrantLock writer = new ReentrantLock();

  private final MVStore store;
  private final MVMap<byte[], byte[]> map;

  /** What readers see; written under {@link #writer}. */
  private volatile H2Version current;

  /** Written under {@link #writer}. */
  private volatile boolean closed;

  /** Why a commit failed, after which the store is as good as closed; under {@link #writer}. */
  private volatile @Nullable Throwable failure;

  private H2Store(
      @Nullable StoreDirectory home, StoreFailures failures, StoreOptions options, MVStore store) {
    this.home = home;
    this.failures = failures;
    this.counters = new StoreCounters(options.nanoClock());
    this.store = store;
    this.map =
        store.openMap(
            MAP,
            new MVMap.Builder<byte[], byte[]>()
                .keyType(H2Bytes.INSTANCE)
                .valueType(H2Bytes.INSTANCE));
    this.current = version();
  }

  static H2Store inMemory(StoreOptions options) {
    return new H2Store(null, new StoreFailures("in memory"), options, new MVStore.Builder().open());
  }

  static H2Store open(StoreDirectory home, StoreOptions options, boolean fresh) {
    StoreFailures failures = home.failures();
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(home.engineFolder().resolve(FILE).toString())
              .autoCommitDisabled()
              .autoCommitBufferSize(0)
              .cacheSize((int) (options.cacheBytes() >> 20))
              .open();
      return new H2Store(home, failures, options, store);
    } catch (RuntimeException e) {
      throw failures.of(e);
    }
  }

  private H2Version version() {
    return new H2Version(store, store.registerVersionUsage(), map.flushAndGetRoot());
  }

  StoreFailures failures() {
    return failures;
  }

  /** What to throw for a failure while reading. */
  StoreException failed(RuntimeException thrown) {
    return closed ? failures.closed() : failures.of(thrown);
  }

  void requireOpen() {
    Throwable reason = failure;
    if (reason != null) {
      throw failures.closedBy(reason);
    }
    if (closed) {
      throw failures.closed();
    }
  }

  /** The newest version, with one more user. */
  private H2Version acquire() {
    requireOpen();
    H2Version version;
    do {
      // One that was let go meanwhile has a successor.
      version = current;
      requireOpen();
    } while (!version.acquire());
    return version;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    H2Version version = acquire();
    try {
      return get(version, key);
    } finally {
      version.release();
    }
  }

  Optional<Bytes> get(H2Version version, Bytes key) {
    requireOpen();
    counters.got();
    try {
      return Optional.ofNullable(map.get(version.root().root, key.toArray())).map(Bytes::owning);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public Scan scan(KeyRange range) {
    return scan(acquire(), range);
  }

  /** A scan that takes over one use of the version. */
  Scan scan(H2Version version, KeyRange range) {
    counters.scanned();
    try {
      return new H2Scan(this, version, range);
    } catch (RuntimeException e) {
      version.release();
      throw failed(e);
    }
  }

  @Override
  public Snapshot snapshot() {
    return new H2View(this, acquire());
  }

  @Override
  public void commit(Batch batch, Durability durability) {
    writer.lock();
    try {
      requireOpen();
      long start = counters.now();
      // In the order of the keys, neighbours change the same pages while these are at hand.
      List<Batch.Change> changes = new ArrayList<>(batch.changes());
      changes.sort(Comparator.comparing(Batch.Change::key));
      try {
        for (Batch.Change change : changes) {
          Bytes value = change.value();
          if (value == null) {
            map.remove(change.key().toArray());
          } else {
            map.put(change.key().toArray(), value.toArray());
          }
        }
        store.commit();
        if (durability == Durability.SYNC) {
          store.sync();
        }
        publish();
      } catch (RuntimeException | OutOfMemoryError e) {
        throw poisoned(e);
      }
      counters.committed(batch, start);
    } finally {
      writer.unlock();
    }
  }

  private void publish() {
    H2Version before = current;
    current = version();
    before.release();
  }

  private StoreException poisoned(Throwable thrown) {
    StoreException told = failures.of(thrown);
    failure = thrown;
    store.closeImmediately();
    return told;
  }

  @Override
  public void purge(KeyRange range) {
    requireOpen();
  }

  @Override
  public void compact() {
    requireOpen();
  }

  @Override
  public StoreStats stats() {
    requireOpen();
    Map<String, Long> figures = counters.figures();
    return new StoreStats(
        Engine.H2.code(),
        home == null ? 0 : home.diskBytes(),
        current.root().getTotalCount(),
        figures);
  }

  @Override
  public void close() {
    writer.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try {
        if (failure == null) {
          store.close();
        }
      } catch (RuntimeException e) {
        store.closeImmediately();
        throw failures.of(e);
      } finally {
        if (home != null) {
          home.close();
        }
      }
    } finally {
      writer.unlock();
    }
  }
}
