package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.Optional;
import org.rocksdb.ReadOptions;

/** A snapshot of RocksDB's. */
final class RocksView implements Snapshot {
  private final RocksStore store;
  private final org.rocksdb.Snapshot snapshot;
  private final ReadOptions reads;
  private volatile boolean closed;

  RocksView(RocksStore store, org.rocksdb.Snapshot snapshot) {
    this.store = store;
    this.snapshot = snapshot;
    this.reads = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    requireOpen();
    return store.get(reads, key);
  }

  @Override
  public Scan scan(KeyRange range) {
    requireOpen();
    return store.scan(range, new ReadOptions().setSnapshot(snapshot));
  }

  private void requireOpen() {
    if (closed) {
      throw store.failures().of(StoreError.CLOSED, "the snapshot is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    store.free(
        this,
        () -> {
          reads.close();
          store.db().releaseSnapshot(snapshot);
        });
  }
}
