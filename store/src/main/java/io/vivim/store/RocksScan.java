package io.vivim.store;

import io.vivim.codec.Bytes;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A walk with one of RocksDB's iterators; for one thread, closed at the latest with the store. */
final class RocksScan implements Scan {
  private final RocksStore store;
  private final KeyRange range;
  private final RocksIterator iterator;
  private final ReadOptions options;
  private final @Nullable Slice end;

  private boolean begun;
  private boolean standing;
  private volatile boolean closed;

  RocksScan(
      RocksStore store,
      KeyRange range,
      RocksIterator iterator,
      ReadOptions options,
      @Nullable Slice end) {
    this.store = store;
    this.range = range;
    this.iterator = iterator;
    this.options = options;
    this.end = end;
  }

  @Override
  public boolean next() {
    return begun ? advance() : seek(range.from());
  }

  private boolean advance() {
    return standing
        && use(
            () -> {
              iterator.next();
              return arrived();
            });
  }

  @Override
  public boolean seek(Bytes key) {
    byte[] wanted = range.startingAt(key).from().toArray();
    begun = true;
    return use(
        () -> {
          iterator.seek(wanted);
          return arrived();
        });
  }

  private boolean arrived() throws RocksDBException {
    standing = iterator.isValid();
    if (!standing) {
      iterator.status();
    }
    return standing;
  }

  @Override
  public Bytes key() {
    requireStanding();
    return use(() -> Bytes.owning(iterator.key()));
  }

  @Override
  public Bytes value() {
    requireStanding();
    return use(() -> Bytes.owning(iterator.value()));
  }

  private void requireStanding() {
    if (!standing && !closed) {
      throw new IllegalStateException("the walk stands on no entry");
    }
  }

  /** What is done with the iterator. */
  private interface Step<T> {
    T take() throws RocksDBException;
  }

  private <T> T use(Step<T> step) {
    return store.use(
        db -> {
          // Inside the store's gate, as is whoever frees.
          synchronized (this) {
            if (closed) {
              throw store.failures().of(StoreError.CLOSED, "the scan is closed");
            }
            return step.take();
          }
        });
  }

  @Override
  public void close() {
    store.free(this, this::free);
  }

  private synchronized void free() {
    closed = true;
    iterator.close();
    options.close();
    if (end != null) {
      end.close();
    }
  }
}
