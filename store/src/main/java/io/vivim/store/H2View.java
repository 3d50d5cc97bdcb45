package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A snapshot: one version, used until this is closed. */
final class H2View implements Snapshot {
  private final H2Store store;
  private final H2Version version;
  private final AtomicBoolean closed = new AtomicBoolean();

  H2View(H2Store store, H2Version version) {
    this.store = store;
    this.version = version;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    requireOpen();
    return store.get(version, key);
  }

  @Override
  public Scan scan(KeyRange range) {
    requireOpen();
    store.requireOpen();
    if (!version.acquire()) {
      throw store.failures().closed();
    }
    return store.scan(version, range);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw store.failures().of(StoreError.CLOSED, "the snapshot is closed");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      version.release();
    }
  }
}
