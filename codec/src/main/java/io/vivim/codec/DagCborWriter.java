package io.vivim.codec;

import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one DAG-CBOR value piece by piece; what it lets through is canonical.
 *
 * <p>Maps and lists are announced with their sizes and ended, and keys come in canonical order.
 * Jackson does the writing and counts the entries; this class keeps the order of keys, and writes
 * what Jackson would spell otherwise. A caller that breaks the order or a count has a defect and
 * meets an {@link IllegalStateException}. The stream is flushed at the end and left open.
 */
public final class DagCborWriter implements AutoCloseable {
  private static final Factory FACTORY = new Factory();

  /** Longer texts Jackson would cut into chunks of indefinite length. */
  private static final int MAX_UNCHUNKED_CHARS = 512;

  private static final int LINK_TAG = 42;
  private static final byte NEGATIVE_INT64_HEAD = 0x3b;

  private final Generator out;

  /** Per open list or map the key written last; null in lists and before the first key. */
  private @Nullable String[] lastKeys = new String[8];

  private int depth;

  /** Whether the one value has begun; Jackson would write any number of them. */
  private boolean begun;

  private DagCborWriter(Generator out) {
    this.out = out;
  }

  public static DagCborWriter onto(OutputStream out) throws IOException {
    return new DagCborWriter(FACTORY.generator(out));
  }

  /** Begins a map of so many entries. */
  public DagCborWriter map(int size) throws IOException {
    begin();
    enter();
    out.writeStartObject(size);
    return this;
  }

  /** The next key of the innermost map. */
  public DagCborWriter key(String key) throws IOException {
    String last = lastKeys[depth];
    if (last != null && Utf8.compareKeys(last, key) >= 0) {
      throw new IllegalStateException("map keys out of canonical order: " + last + ", " + key);
    }
    lastKeys[depth] = key;
    return spell(key);
  }

  /** Writes a key whose order is known to be good. */
  private DagCborWriter spell(String key) throws IOException {
    if (key.length() > MAX_UNCHUNKED_CHARS) {
      requireWellFormed(key);
      out.writeFieldName(new SerializedString(key));
    } else {
      out.writeFieldName(key);
    }
    return this;
  }

  /** Begins a list of so many values. */
  public DagCborWriter list(int size) throws IOException {
    begin();
    enter();
    out.writeStartArray(null, size);
    return this;
  }

  /** Ends the innermost list or map. */
  public DagCborWriter end() throws IOException {
    if (out.getOutputContext().inArray()) {
      out.writeEndArray();
    } else {
      out.writeEndObject();
    }
    depth--;
    return this;
  }

  public DagCborWriter nul() throws IOException {
    begin();
    out.writeNull();
    return this;
  }

  public DagCborWriter bool(boolean value) throws IOException {
    begin();
    out.writeBoolean(value);
    return this;
  }

  public DagCborWriter integer(long value) throws IOException {
    begin();
    out.writeNumber(value);
    return this;
  }

  public DagCborWriter integer(Ipld.Int value) throws IOException {
    begin();
    if (value.fitsLong()) {
      out.writeNumber(value.asLong());
    } else {
      out.writeBeyondLong(value.asBigInteger());
    }
    return this;
  }

  public DagCborWriter float64(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("the data model has finite floats only");
    }
    begin();
    out.writeNumber(value);
    return this;
  }

  public DagCborWriter text(String value) throws IOException {
    begin();
    if (value.length() > MAX_UNCHUNKED_CHARS) {
      requireWellFormed(value);
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      out.writeUTF8String(utf8, 0, utf8.length);
    } else {
      out.writeString(value);
    }
    return this;
  }

  public DagCborWriter bytes(Bytes value) throws IOException {
    begin();
    out.writeBinary(value.backing(), value.backingOffset(), value.size());
    return this;
  }

  public DagCborWriter link(Cid value) throws IOException {
    begin();
    byte[] content = new byte[1 + value.size()];
    Bytes cid = value.bytes();
    System.arraycopy(cid.backing(), cid.backingOffset(), content, 1, cid.size());
    out.writeTag(LINK_TAG);
    out.writeBinary(content);
    return this;
  }

  /** Any value. */
  public DagCborWriter value(Ipld value) throws IOException {
    if (value instanceof Ipld.Text text) {
      return text(text.value());
    } else if (value instanceof Ipld.Int number) {
      return integer(number);
    } else if (value instanceof IpldMap entries) {
      return entries(entries);
    } else if (value instanceof Ipld.Link link) {
      return link(link.value());
    } else if (value instanceof Ipld.Binary binary) {
      return bytes(binary.value());
    } else if (value instanceof Ipld.Sequence sequence) {
      list(sequence.values().size());
      for (Ipld item : sequence.values()) {
        value(item);
      }
      return end();
    } else if (value instanceof Ipld.Bool bool) {
      return bool(bool.value());
    } else if (value instanceof Ipld.Float64 number) {
      return float64(number.value());
    }
    return nul();
  }

  private DagCborWriter entries(IpldMap entries) throws IOException {
    map(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      // A map of the data model is in order already.
      spell(entries.keyAt(i));
      value(entries.valueAt(i));
    }
    return end();
  }

  private void begin() {
    if (depth == 0) {
      if (begun) {
        throw new IllegalStateException("a second value");
      }
      begun = true;
    }
  }

  /** The JDK would write a question mark for a lone surrogate; in shorter texts Jackson looks. */
  private static void requireWellFormed(String text) {
    if (!Utf8.isWellFormed(text)) {
      throw new IllegalStateException("a surrogate stands alone");
    }
  }

  private void enter() {
    if (depth == Limits.MAX_DEPTH) {
      throw new IllegalStateException("nested deeper than any reader would follow");
    }
    depth++;
    if (depth == lastKeys.length) {
      lastKeys = Arrays.copyOf(lastKeys, 2 * depth);
    }
    lastKeys[depth] = null;
  }

  /**
   * Flushes.
   *
   * @throws IllegalStateException where a list or map was not ended, or nothing was written
   */
  @Override
  public void close() throws IOException {
    out.close();
    if (!begun) {
      throw new IllegalStateException("no value was written");
    }
    if (depth != 0) {
      throw new IllegalStateException(depth + " lists or maps were not ended");
    }
  }

  /** Makes generators that have the one method that Jackson's own lacks. */
  private static final class Factory extends CBORFactory {
    private static final long serialVersionUID = 1L;

    Factory() {
      super(
          CBORFactory.builder()
              .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
              .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
              .recyclerPool(JsonRecyclerPools.threadLocalPool()));
    }

    Generator generator(OutputStream out) {
      return new Generator(
          _createContext(_createContentReference(out), false),
          _generatorFeatures,
          _formatGeneratorFeatures,
          out);
    }
  }

  /**
   * Jackson's generator, which spells integers beyond a long as tagged bignums and reports misuse
   * as if the stream had failed, without either.
   */
  private static final class Generator extends CBORGenerator {
    Generator(IOContext context, int features, int formatFeatures, OutputStream out) {
      super(context, features, formatFeatures, null, out);
    }

    @Override
    protected void _reportError(String message) {
      throw new IllegalStateException(message);
    }

    /** Writes an integer of CBOR's range that does not fit a long: a head and its 64 low bits. */
    void writeBeyondLong(BigInteger value) throws IOException {
      if (value.signum() > 0) {
        writeNumberUnsigned(value.longValue());
        return;
      }
      _verifyValueWrite("write number");
      byte[] spelled =
          ByteBuffer.allocate(1 + Long.BYTES)
              .put(NEGATIVE_INT64_HEAD)
              .putLong(value.not().longValue())
              .array();
      writeBytes(spelled, 0, spelled.length);
    }
  }
}
