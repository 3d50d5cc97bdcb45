package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.ReadOptions;

/** A snapshot of RocksDB's. */
final class RocksView implements Snapshot {
  private final RocksStore store;
  private final org.rocksdb.Snapshot snapshot;
  private final ReadOptions reads;

  /**
   * Shared by those who read, held alone by the one who frees; always taken inside the store's
   * gate.
   */
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

  /** Guarded by {@link #life}. */
  private boolean closed;

  RocksView(RocksStore store, org.rocksdb.Snapshot snapshot) {
    this.store = store;
    this.snapshot = snapshot;
    this.reads = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return alive(() -> store.get(reads, key));
  }

  @Override
  public List<Optional<Bytes>> getAll(List<Bytes> keys) {
    return alive(() -> store.getAll(reads, keys));
  }

  @Override
  public Scan scan(KeyRange range) {
    return alive(() -> store.scan(range, new ReadOptions().setSnapshot(snapshot)));
  }

  private <T> T alive(Supplier<T> read) {
    return store.use(
        db -> {
          life.readLock().lock();
          try {
            if (closed) {
              throw store.failures().of(StoreError.CLOSED, "the snapshot is closed");
            }
            return read.get();
          } finally {
            life.readLock().unlock();
          }
        });
  }

  @Override
  public void close() {
    store.free(this, this::free);
  }

  private void free() {
    life.writeLock().lock();
    try {
      closed = true;
      reads.close();
      store.db().releaseSnapshot(snapshot);
    } finally {
      life.writeLock().unlock();
    }
  }
}
