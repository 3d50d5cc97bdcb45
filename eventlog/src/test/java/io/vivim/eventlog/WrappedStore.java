package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreStats;
import java.util.List;
import java.util.Optional;

/** A real store that a test can get in the way of. */
class WrappedStore implements Store {
  private final Store real;

  WrappedStore(Store real) {
    this.real = real;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return real.get(key);
  }

  @Override
  public Scan scan(KeyRange range) {
    return real.scan(range);
  }

  @Override
  public Snapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public void commit(Batch batch, Durability durability) {
    real.commit(batch, durability);
  }

  @Override
  public void purge(List<KeyRange> ranges) {
    real.purge(ranges);
  }

  @Override
  public void compact() {
    real.compact();
  }

  @Override
  public StoreStats stats() {
    return real.stats();
  }

  @Override
  public void close() {
    real.close();
  }
}
