package io.vivim.libp2p.wire;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the fields of one protobuf message; the caller asks for those that it knows and the
 * rest is skipped.
 *
 * <pre>
 *   message   ( tag value )*            tag = varint: field number &lt;&lt; 3 | wire type
 *   0  varint             1  eight bytes
 *   2  varint n, n bytes  5  four bytes    3, 4 (groups), 6 and 7 are refused
 * </pre>
 *
 * <p>It is stricter than protobuf in one thing: varints have to be in their shortest form, as
 * libp2p's keys ask for and as every writer does. A message inside a message is bytes like any
 * other and gets a reader of its own, so nesting costs no stack that the caller did not choose to
 * spend. What it hands out are slices: nothing is copied, whatever lengths the message claims.
 */
public final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  private static final int MAX_VARINT_BYTES = 10;
  private static final long MAX_TAG = 0xffff_ffffL;

  private final Bytes message;
  private int at;

  /** Fields below 64 that were met, a bit each. */
  private long met;

  private int tagAt;
  private int field;
  private int wireType;
  private boolean valueUnread;
  private boolean metBefore;

  private ProtobufReader(Bytes message) {
    this.message = message;
  }

  /** A reader in front of the first field. */
  public static ProtobufReader of(Bytes message, int maxBytes) throws WireException {
    if (message.size() > maxBytes) {
      throw new WireException(WireReason.TOO_LARGE, maxBytes);
    }
    return new ProtobufReader(message);
  }

  /** Goes to the next field, past the value of this one if nobody took it; false at the end. */
  public boolean next() throws WireException {
    if (valueUnread) {
      skip();
    }
    if (at == message.size()) {
      return false;
    }
    tagAt = at;
    long tag = readVarint();
    field = (int) (tag >>> 3);
    if (tag > MAX_TAG || tag < 0 || field == 0) {
      throw new WireException(WireReason.FIELD_NUMBER, tagAt);
    }
    wireType = (int) (tag & 7);
    valueUnread = true;
    metBefore = field < Long.SIZE && (met & (1L << field)) != 0;
    met |= field < Long.SIZE ? 1L << field : 0;
    return true;
  }

  /** The number of the field that the reader stands at. */
  public int field() {
    return field;
  }

  /** Insists that the field, whose number must be below 64, was not there before. */
  public ProtobufReader once() throws WireException {
    if (metBefore) {
      throw new WireException(WireReason.REPEATED_FIELD, tagAt);
    }
    return this;
  }

  /** The value as an unsigned number of 64 bits. */
  public long varint() throws WireException {
    take(VARINT);
    return readVarint();
  }

  /** The value as bytes, which share the message's memory. */
  public Bytes bytes() throws WireException {
    take(LENGTH_DELIMITED);
    int size = readLength();
    at += size;
    return message.slice(at - size, at);
  }

  /** The value as a text. */
  public String string() throws WireException {
    Bytes bytes = bytes();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new WireException(WireReason.UTF8, at - bytes.size());
    }
  }

  private void take(int expected) throws WireException {
    if (!valueUnread) {
      throw new IllegalStateException("a value is taken once, behind next()");
    }
    if (wireType != expected) {
      throw new WireException(WireReason.FIELD_TYPE, tagAt);
    }
    valueUnread = false;
  }

  private void skip() throws WireException {
    valueUnread = false;
    switch (wireType) {
      case VARINT -> readVarint();
      case EIGHT_BYTES -> pass(Long.BYTES);
      case LENGTH_DELIMITED -> pass(readLength());
      case FOUR_BYTES -> pass(Integer.BYTES);
      default -> throw new WireException(WireReason.WIRE_TYPE, tagAt);
    }
  }

  private void pass(int size) throws WireException {
    if (size > message.size() - at) {
      throw new WireException(WireReason.TRUNCATED, message.size());
    }
    at += size;
  }

  private int readLength() throws WireException {
    long length = readVarint();
    if (length < 0 || length > message.size() - at) {
      throw new WireException(WireReason.TRUNCATED, message.size());
    }
    return (int) length;
  }

  private long readVarint() throws WireException {
    int from = at;
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (at == message.size()) {
        throw new WireException(WireReason.TRUNCATED, at);
      }
      int next = message.at(at++);
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        boolean padded = next == 0 && i > 0;
        boolean beyond64Bits = i == MAX_VARINT_BYTES - 1 && next > 1;
        if (padded || beyond64Bits) {
          break;
        }
        return value;
      }
    }
    throw new WireException(WireReason.VARINT, from);
  }
}
