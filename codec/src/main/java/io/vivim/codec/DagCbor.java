package io.vivim.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

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
    try (DagCborReader reader = DagCborReader.over(bytes, limits)) {
      return reader.readValue();
    }
  }

  /** The canonical bytes of a value. */
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

  /** A growing array that becomes {@link Bytes} with one copy. */
  private static final class BytesOut extends ByteArrayOutputStream {
    private static final int INITIAL_BYTES = 512;

    BytesOut() {
      super(INITIAL_BYTES);
    }

    Bytes take() {
      return Bytes.owning(toByteArray());
    }
  }
}
