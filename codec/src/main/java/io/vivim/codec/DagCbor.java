package io.vivim.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Strict DAG-CBOR: one spelling for each value, so that a CID names a value and not a way to write
 * it.
 *
 * <p>{@code encode(decode(bytes))} is {@code bytes} for all that is accepted.
 */
public final class DagCbor {
  private DagCbor() {}

  /** Decodes one value that is all of {@code bytes}, within {@link Limits#BLOCK}. */
  public static Decoded<Ipld> decode(Bytes bytes) {
    return decode(bytes, Limits.BLOCK);
  }

  /** Decodes one value that is all of {@code bytes}. */
  public static Decoded<Ipld> decode(Bytes bytes, Limits limits) {
    try {
      return new Decoded.Value<>(decodeOrThrow(bytes, limits));
    } catch (RefusedException e) {
      return new Decoded.Refused<>(e.refusal());
    }
  }

  /** Decodes one value that is all of the stream, of which no more is held than the limit. */
  public static Decoded<Ipld> decode(InputStream in, Limits limits) throws IOException {
    return decode(Bytes.owning(in.readNBytes(limits.maxBytes() + 1)), limits);
  }

  /** Decodes for callers in whose own reading a refusal is an exception too. */
  static Ipld decodeOrThrow(Bytes bytes, Limits limits) throws RefusedException {
    return DagCborReader.over(bytes, limits).readValue();
  }

  /**
   * The canonical bytes of a value.
   *
   * @throws IllegalStateException where it is nested deeper than {@link Limits#MAX_DEPTH}
   */
  public static Bytes encode(Ipld value) {
    BytesOut out = new BytesOut();
    try {
      encode(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.take();
  }

  /** Writes the canonical bytes of a value. */
  public static void encode(Ipld value, OutputStream out) throws IOException {
    try (DagCborWriter writer = DagCborWriter.onto(out)) {
      writer.value(value);
    }
  }

  /** The CID of a value's canonical bytes. */
  public static Cid cidOf(Ipld value) {
    return Cid.ofDagCbor(encode(value));
  }

  /**
   * Memory that becomes {@link Bytes}; what is written in one piece, as most values are, is copied
   * once.
   */
  private static final class BytesOut extends OutputStream {
    private byte[] written = new byte[0];
    private int size;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      if (size == 0) {
        written = Arrays.copyOfRange(source, offset, offset + length);
      } else {
        if (written.length - size < length) {
          written = Arrays.copyOf(written, Math.max(Math.addExact(size, length), 2 * size));
        }
        System.arraycopy(source, offset, written, size, length);
      }
      size += length;
    }

    Bytes take() {
      return Bytes.owning(written.length == size ? written : Arrays.copyOf(written, size));
    }
  }
}
