package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store in RocksDB.
 *
 * <p>Native objects must not be used once they are freed, so every use holds {@link #gate} shared,
 * and whoever frees holds it alone.
 */
final class RocksStore implements Store {
  /** How long a purge waits while not one of the readers from before it ends. */
  static final int PURGE_PATIENCE_SECONDS = 5;

  private final StoreDirectory home;
  private final StoreFailures failures;
  private final StoreCounters counters;

  /** Held by whoever commits. */
  private final ReentrantLock writer = new ReentrantLock();

  /** Held by whoever purges; commits go on meanwhile. */
  private final ReentrantLock purging = new ReentrantLock();

  /** Shared by whoever uses native objects; held alone by whoever closes the store. */
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private final RocksParts parts;
  private final RocksDB db;
  private final WriteOptions sync = new WriteOptions().setSync(true);
  private final WriteOptions lazy = new WriteOptions().setSync(false);
  private final ReadOptions reads = new ReadOptions();

  private final ThreadLocal<RocksLookup> lookups = ThreadLocal.withInitial(RocksLookup::new);

  private final OpenUses open = new OpenUses();

  /** Written while holding {@link #gate} alone. */
  private boolean closed;

  /** Why a commit failed, after which the store is as good as closed; under {@link #writer}. */
  private volatile @Nullable Throwable failure;

  private RocksStore(StoreDirectory home, StoreOptions options, RocksParts parts, RocksDB db) {
    this.home = home;
    this.failures = home.failures();
    this.counters = new StoreCounters(options.nanoClock());
    this.parts = parts;
    this.db = db;
  }

  static RocksStore open(StoreDirectory home, StoreOptions options, boolean fresh) {
    StoreFailures failures = home.failures();
    loadLibrary(failures);
    RocksParts parts = new RocksParts(options);
    RocksDB db;
    try {
      db = parts.open(home.engineFolder(), fresh);
    } catch (RocksDBException | RuntimeException e) {
      parts.close();
      throw failures.of(e);
    }
    RocksStore store = new RocksStore(home, options, parts, db);
    try {
      store.breakSeal();
    } catch (RuntimeException e) {
      store.release();
      throw failures.of(e);
    }
    return store;
  }

  /**
   * What RocksDB cannot read at the end of its logs it takes for the trace of a crash. Where the
   * store was closed in order there was none, so then it must end where it ended.
   */
  private void breakSeal() {
    Optional<Long> sealed = home.seal();
    long found = db.getLatestSequenceNumber();
    if (sealed.isPresent() && sealed.get() != found) {
      throw failures.of(
          StoreError.CORRUPT,
          "the store's files are damaged (changes " + found + " of " + sealed.get() + ")");
    }
    home.breakSeal();
  }

  private static void loadLibrary(StoreFailures failures) {
    try {
      RocksDB.loadLibrary();
    } catch (RuntimeException | LinkageError e) {
      throw failures.of(
          StoreError.FAILED, "RocksDB's native library does not load on this machine", e);
    }
  }

  StoreFailures failures() {
    return failures;
  }

  /** What is done with native objects. */
  interface Use<T> {
    T with(RocksDB db) throws RocksDBException;
  }

  /** What is done to them without a result. */
  private interface Act {
    void on(RocksDB db) throws RocksDBException;
  }

  /** Uses native objects while nobody can free them. */
  <T> T use(Use<T> use) {
    gate.readLock().lock();
    try {
      requireOpen();
      return use.with(db);
    } catch (RocksDBException e) {
      throw failures.of(e);
    } finally {
      gate.readLock().unlock();
    }
  }

  private void act(Act act) {
    use(
        d -> {
          act.on(d);
          return this;
        });
  }

  private void requireOpen() {
    Throwable reason = failure;
    if (reason != null) {
      throw failures.closedBy(reason);
    }
    if (closed) {
      throw failures.closed();
    }
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return get(reads, key);
  }

  /** With options that cannot be freed meanwhile. */
  Optional<Bytes> get(ReadOptions options, Bytes key) {
    counters.got(1);
    return use(d -> Optional.ofNullable(d.get(options, key.toArray())).map(Bytes::owning));
  }

  @Override
  public List<Optional<Bytes>> getAll(List<Bytes> keys) {
    return getAll(reads, keys);
  }

  /** With options that cannot be freed meanwhile. */
  List<Optional<Bytes>> getAll(ReadOptions options, List<Bytes> keys) {
    counters.got(keys.size());
    return use(d -> lookups.get().find(d, options, keys));
  }

  @Override
  public Scan scan(KeyRange range) {
    return scan(range, new ReadOptions());
  }

  /** A scan that closes its options in the end. */
  Scan scan(KeyRange range, ReadOptions options) {
    counters.scanned();
    try {
      return use(
          d -> {
            Slice end = range.to().map(bytes -> new Slice(bytes.toArray())).orElse(null);
            if (end != null) {
              options.setIterateUpperBound(end);
            }
            RocksScan scan = new RocksScan(this, range, d.newIterator(options), options, end);
            open.add(scan);
            return scan;
          });
    } catch (StoreException e) {
      options.close();
      throw e;
    }
  }

  @Override
  public Snapshot snapshot() {
    return use(
        d -> {
          RocksView view = new RocksView(this, d.getSnapshot());
          open.add(view);
          return view;
        });
  }

  /**
   * Frees what a scan or a snapshot holds, once: by whoever closes it, or else with the store.
   * After the store was closed there is nothing left to free.
   */
  void free(AutoCloseable user, Runnable free) {
    gate.readLock().lock();
    try {
      if (open.remove(user)) {
        free.run();
      }
    } finally {
      gate.readLock().unlock();
    }
  }

  RocksDB db() {
    return db;
  }

  @Override
  public void commit(Batch batch, Durability durability) {
    writer.lock();
    try {
      long start = counters.now();
      byte[] bytes = BatchBytes.of(batch);
      try {
        act(
            d -> {
              try (WriteBatch changes = new WriteBatch(bytes)) {
                d.write(durability == Durability.SYNC ? sync : lazy, changes);
              }
            });
      } catch (StoreException e) {
        if (e.error() != StoreError.CLOSED) {
          failure = e;
        }
        throw e;
      }
      counters.committed(batch, start);
    } finally {
      writer.unlock();
    }
  }

  @Override
  public void purge(List<KeyRange> ranges) {
    purging.lock();
    try {
      long start = counters.now();
      // A snapshot keeps what was deleted since, and a scan keeps the files that it walks through.
      awaitReaders();
      for (KeyRange range : ranges) {
        act(d -> RocksParts.rewrite(d, range));
      }
      awaitReaders();
      act(RocksParts::deleteObsoleteFiles);
      counters.took("purges", start);
    } finally {
      purging.unlock();
    }
  }

  private void awaitReaders() {
    try {
      if (!open.awaitEnd(PURGE_PATIENCE_SECONDS)) {
        throw failures.of(
            StoreError.IN_USE, "a scan or a snapshot from before the purge is still open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.of(StoreError.FAILED, "the purge was interrupted", e);
    }
  }

  @Override
  public void compact() {
    act(d -> RocksParts.rewrite(d, KeyRange.ALL));
  }

  @Override
  public StoreStats stats() {
    Map<String, Long> figures = counters.figures();
    act(d -> RocksParts.tell(d, figures::put));
    long entries = use(d -> d.getLongProperty("rocksdb.estimate-num-keys"));
    return new StoreStats(Engine.ROCKSDB.code(), home.diskBytes(), entries, figures);
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      for (AutoCloseable user : open.now()) {
        closeOne(user);
      }
      try {
        if (failure == null) {
          RocksParts.flush(db);
          home.seal(db.getLatestSequenceNumber());
        }
        db.closeE();
      } catch (RocksDBException e) {
        throw failures.of(e);
      } finally {
        release();
        home.close();
      }
    } finally {
      gate.writeLock().unlock();
    }
  }

  /** Frees the native objects, the database before what it uses. */
  private void release() {
    db.close();
    reads.close();
    sync.close();
    lazy.close();
    parts.close();
  }

  private static void closeOne(AutoCloseable user) {
    if (user instanceof RocksScan scan) {
      scan.close();
    } else if (user instanceof RocksView view) {
      view.close();
    }
  }
}
