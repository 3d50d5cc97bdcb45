package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.Arrays;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/** A walk over a part of one version; for one thread. */
final class H2Scan implements Scan {
  private final H2Store store;
  private final H2Version version;
  private final KeyRange range;
  private final byte @Nullable [] end;

  private Cursor<byte[], byte[]> cursor;
  private byte @Nullable [] key;
  private boolean closed;

  /** Takes over one use of the version. */
  H2Scan(H2Store store, H2Version version, KeyRange range) {
    this.store = store;
    this.version = version;
    this.range = range;
    this.end = range.to().map(Bytes::toArray).orElse(null);
    this.cursor = cursorAt(range.from());
  }

  private Cursor<byte[], byte[]> cursorAt(Bytes from) {
    return version.from(from.isEmpty() ? null : from.toArray());
  }

  @Override
  public boolean next() {
    requireOpen();
    try {
      key = cursor.hasNext() ? cursor.next() : null;
    } catch (RuntimeException e) {
      throw store.failed(e);
    }
    if (key != null && end != null && Arrays.compareUnsigned(key, end) >= 0) {
      key = null;
      // Stays at the end, however often it is asked.
      cursor = cursorAt(range.to().orElseThrow());
    }
    return key != null;
  }

  @Override
  public boolean seek(Bytes wanted) {
    requireOpen();
    try {
      cursor = cursorAt(range.startingAt(wanted).from());
    } catch (RuntimeException e) {
      throw store.failed(e);
    }
    return next();
  }

  @Override
  public Bytes key() {
    return Bytes.owning(standing());
  }

  @Override
  public Bytes value() {
    standing();
    return Bytes.owning(cursor.getValue());
  }

  private byte[] standing() {
    requireOpen();
    byte[] here = key;
    if (here == null) {
      throw new IllegalStateException("the walk stands on no entry");
    }
    return here;
  }

  private void requireOpen() {
    store.requireOpen();
    if (closed) {
      throw store.failures().of(StoreError.CLOSED, "the scan is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      version.release();
    }
  }
}
