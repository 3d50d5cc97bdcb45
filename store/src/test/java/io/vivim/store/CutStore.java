package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store whose power is cut at one of its commits, right before it or right behind it. */
record CutStore(Store real, AtomicInteger commitsLeft, boolean persists) implements Store {
  /** The cut. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void commit(Batch batch, Durability durability) {
    boolean isCut = commitsLeft.getAndDecrement() == 0;
    if (!isCut || persists) {
      real.commit(batch, durability);
    }
    if (isCut) {
      throw new Cut();
    }
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
