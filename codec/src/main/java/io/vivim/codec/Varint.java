package io.vivim.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Unsigned variable-length integers of the multiformats: seven bits a byte, lowest first, the high
 * bit set on all but the last; at most nine bytes, always the shortest form.
 */
public final class Varint {
  public static final int MAX_VARINT_BYTES = 9;

  private Varint() {}

  /** How many bytes {@code value} takes. */
  public static int size(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a varint holds 63 bits");
    }
    return Math.max(1, (64 - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  public static Bytes encode(long value) {
    byte[] out = new byte[size(value)];
    put(value, out, 0);
    return Bytes.owning(out);
  }

  /** Writes {@code value} at {@code at} and returns the index behind it. */
  static int put(long value, byte[] out, int at) {
    long rest = value;
    int index = at;
    while (rest > 0x7f) {
      out[index++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[index++] = (byte) rest;
    return index;
  }

  public static void write(long value, OutputStream out) throws IOException {
    encode(value).writeTo(out);
  }

  /**
   * The varint at the beginning of {@code bytes}; its {@link #size} tells where the rest starts.
   */
  public static long decode(Bytes bytes) throws RefusedException {
    return decode(bytes, 0);
  }

  /** The varint at {@code from}. */
  public static long decode(Bytes bytes, int from) throws RefusedException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (from + i >= bytes.size()) {
        throw new RefusedException(Reason.TRUNCATED, bytes.size());
      }
      int next = bytes.at(from + i);
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        if (next == 0 && i > 0) {
          throw new RefusedException(Reason.VARINT, from);
        }
        return value;
      }
    }
    throw new RefusedException(Reason.VARINT, from);
  }

  /** The next varint of a stream that stands at {@code offset}, or -1 where the stream ends. */
  static long read(InputStream in, long offset) throws IOException, RefusedException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      int next = in.read();
      if (next < 0) {
        if (i == 0) {
          return -1;
        }
        throw new RefusedException(Reason.TRUNCATED, offset + i);
      }
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        if (next == 0 && i > 0) {
          throw new RefusedException(Reason.VARINT, offset);
        }
        return value;
      }
    }
    throw new RefusedException(Reason.VARINT, offset);
  }
}
