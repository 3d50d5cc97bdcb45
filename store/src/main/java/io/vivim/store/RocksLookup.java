package io.vivim.store;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Finds the values of many keys at once. It goes through memory outside the heap, because that way
 * alone RocksDB says of each key whether it is not there or could not be read. For one thread.
 */
final class RocksLookup {
  /** Keys that RocksDB is asked for at once. */
  private static final int MOST_KEYS = 32;

  /** Where a value is longer, it is asked for again by itself. */
  private static final int VALUE_BYTES = 2048;

  private final ByteBuffer keys = ByteBuffer.allocateDirect(MOST_KEYS * Batch.MAX_KEY_BYTES);
  private final ByteBuffer values = ByteBuffer.allocateDirect(MOST_KEYS * VALUE_BYTES);

  List<Optional<Bytes>> find(RocksDB db, ReadOptions options, List<Bytes> wanted)
      throws RocksDBException {
    List<Optional<Bytes>> found = new ArrayList<>(wanted.size());
    for (int from = 0; from < wanted.size(); from += MOST_KEYS) {
      int to = Math.min(from + MOST_KEYS, wanted.size());
      findSome(db, options, wanted.subList(from, to), found);
    }
    return found;
  }

  private void findSome(
      RocksDB db, ReadOptions options, List<Bytes> wanted, List<Optional<Bytes>> found)
      throws RocksDBException {
    List<ByteBuffer> keySlices = new ArrayList<>(wanted.size());
    List<ByteBuffer> valueSlices = new ArrayList<>(wanted.size());
    int at = 0;
    for (Bytes key : wanted) {
      keys.put(at, key.toArray());
      keySlices.add(keys.slice(at, key.size()));
      valueSlices.add(values.slice(valueSlices.size() * VALUE_BYTES, VALUE_BYTES));
      at += key.size();
    }
    List<ByteBufferGetStatus> statuses = db.multiGetByteBuffers(options, keySlices, valueSlices);
    for (int i = 0; i < wanted.size(); i++) {
      found.add(valueOf(statuses.get(i), valueSlices.get(i), db, options, wanted.get(i)));
    }
  }

  private static Optional<Bytes> valueOf(
      ByteBufferGetStatus status, ByteBuffer value, RocksDB db, ReadOptions options, Bytes key)
      throws RocksDBException {
    Status.Code code = status.status.getCode();
    if (code == Status.Code.NotFound) {
      return Optional.empty();
    }
    if (code != Status.Code.Ok) {
      throw new RocksDBException(status.status);
    }
    if (status.requiredSize > VALUE_BYTES) {
      return Optional.ofNullable(db.get(options, key.toArray())).map(Bytes::owning);
    }
    byte[] whole = new byte[status.requiredSize];
    value.get(0, whole);
    return Optional.of(Bytes.owning(whole));
  }
}
