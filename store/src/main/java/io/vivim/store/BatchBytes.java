package io.vivim.store;

import io.vivim.codec.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A batch as bytes, sorted, in the form in which RocksDB logs it, so that it crosses into native
 * code in one call; H2's log holds the same.
 *
 * <pre>
 *   8 bytes   sequence number, which RocksDB fills in
 *   4 bytes   number of changes, little endian
 *   changes   0x01, varint length, key, varint length, value    a value to put
 *             0x00, varint length, key                          a key to delete
 * </pre>
 */
final class BatchBytes {
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final int DELETION = 0x00;
  private static final int VALUE = 0x01;

  private BatchBytes() {}

  static byte[] of(Batch batch) {
    List<Batch.Change> changes = batch.sorted();
    Filled out = new Filled(size(changes));
    for (int at = 0; at < HEADER_BYTES; at++) {
      int shift = 8 * (at - COUNT_AT);
      out.write(at < COUNT_AT ? 0 : changes.size() >>> shift);
    }
    for (Batch.Change change : changes) {
      Bytes value = change.value();
      out.write(value == null ? DELETION : VALUE);
      out.sized(change.key());
      if (value != null) {
        out.sized(value);
      }
    }
    return out.whole();
  }

  private static int size(List<Batch.Change> changes) {
    long size = HEADER_BYTES;
    for (Batch.Change change : changes) {
      size += 1 + sized(change.key());
      Bytes value = change.value();
      if (value != null) {
        size += sized(value);
      }
    }
    return Math.toIntExact(size);
  }

  private static int sized(Bytes bytes) {
    return (38 - Integer.numberOfLeadingZeros(bytes.size() | 1)) / 7 + bytes.size();
  }

  /** The batch that the bytes were made of; bytes whose checksum was right. */
  static Batch batch(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = in.order(ByteOrder.LITTLE_ENDIAN).getInt(COUNT_AT);
    in.position(HEADER_BYTES);
    Batch batch = Batch.named(name);
    try {
      for (int i = 0; i < count; i++) {
        boolean deletion = in.get() == DELETION;
        Bytes key = sized(in);
        if (deletion) {
          batch.delete(key);
        } else {
          batch.put(key, sized(in));
        }
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a batch that ends too early", e);
    }
    return batch;
  }

  private static Bytes sized(ByteBuffer in) {
    int size = 0;
    byte next;
    int shift = 0;
    do {
      next = in.get();
      size |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    if (size < 0 || size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] own = new byte[size];
    in.get(own);
    return Bytes.owning(own);
  }

  /** An array that is filled to its last byte. */
  private static final class Filled extends ByteArrayOutputStream {
    Filled(int size) {
      super(size);
    }

    void sized(Bytes bytes) {
      int rest = bytes.size();
      while (rest > 0x7f) {
        write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      write(rest);
      try {
        bytes.writeTo(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The array itself, which nobody writes to any more. */
    synchronized byte[] whole() {
      if (count != buf.length) {
        throw new IllegalStateException(count + " bytes instead of " + buf.length);
      }
      return buf;
    }
  }
}
