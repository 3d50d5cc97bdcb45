package io.vivim.libp2p.wire;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one protobuf message, the same bytes for the same values: fields in the order of their
 * numbers, varints in their shortest form, nothing that the caller did not ask for.
 */
public final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private static final int MAX_FIELD = (1 << 29) - 1;

  private final List<Bytes> written = new ArrayList<>();
  private int lastField = 1;

  /** A number, taken as unsigned. */
  public ProtobufWriter varint(int field, long value) {
    tag(field, VARINT);
    written.add(varintOf(value));
    return this;
  }

  /** Bytes, or a message that is already written. */
  public ProtobufWriter bytes(int field, Bytes value) {
    tag(field, LENGTH_DELIMITED);
    written.add(varintOf(value.size()));
    written.add(value);
    return this;
  }

  /** A text. */
  public ProtobufWriter string(int field, String value) {
    return bytes(field, Bytes.utf8(value));
  }

  /** What was written so far comes to so many bytes. */
  public int size() {
    return written.stream().mapToInt(Bytes::size).sum();
  }

  /** The message. */
  public Bytes toBytes() {
    return Bytes.concat(written.toArray(Bytes[]::new));
  }

  private void tag(int field, int wireType) {
    if (field < lastField || field > MAX_FIELD) {
      throw new IllegalArgumentException("field " + field + " behind field " + lastField);
    }
    lastField = field;
    written.add(varintOf(((long) field << 3) | wireType));
  }

  private static Bytes varintOf(long value) {
    int size = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    byte[] out = new byte[size];
    long rest = value;
    for (int i = 0; i < size; i++) {
      out[i] = (byte) (i < size - 1 ? rest | 0x80 : rest);
      rest >>>= 7;
    }
    return Bytes.owning(out);
  }
}
