package io.vivim.store;

import io.vivim.codec.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A batch in the form in which RocksDB logs it, built here so that it crosses into native code in
 * one call.
 *
 * <pre>
 *   8 bytes   sequence number, which RocksDB fills in
 *   4 bytes   number of changes, little endian
 *   changes   0x01, varint length, key, varint length, value    a value to put
 *             0x00, varint length, key                          a key to delete
 * </pre>
 */
final class RocksBatch {
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_AT = 8;
  private static final int DELETION = 0x00;
  private static final int VALUE = 0x01;

  private RocksBatch() {}

  static byte[] bytes(Batch batch) {
    Filled out = new Filled(size(batch));
    for (int at = 0; at < HEADER_BYTES; at++) {
      int shift = 8 * (at - COUNT_AT);
      out.write(at < COUNT_AT ? 0 : batch.size() >>> shift);
    }
    for (Batch.Change change : batch.changes()) {
      Bytes value = change.value();
      out.write(value == null ? DELETION : VALUE);
      out.sized(change.key());
      if (value != null) {
        out.sized(value);
      }
    }
    return out.whole();
  }

  private static int size(Batch batch) {
    long size = HEADER_BYTES;
    for (Batch.Change change : batch.changes()) {
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
