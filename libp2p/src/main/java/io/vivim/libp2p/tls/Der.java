package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;

/**
 * DER (X.690), as much of it as a certificate needs.
 *
 * <pre>
 *   element   tag length content        tag: one byte
 *   length    below 0x80: itself        81 nn: 0x80 to 0xff        82 nn nn: 0x100 to 0xffff
 * </pre>
 */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int PRINTABLE_STRING = 0x13;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** The first of the tags whose meaning depends on where they stand. */
  static final int CONTEXT_0 = 0xa0;

  static final int CONTEXT_3 = 0xa3;

  static final int MAX_LENGTH = 0xffff;

  private Der() {}

  /** One element with all of this in it. */
  static Bytes element(int tag, Bytes... parts) {
    Bytes content = Bytes.concat(parts);
    return Bytes.concat(head(tag, content.size()), content);
  }

  static Bytes sequence(Bytes... parts) {
    return element(SEQUENCE, parts);
  }

  /** Whole bytes as bits. */
  static Bytes bits(Bytes bytes) {
    return element(BIT_STRING, Bytes.owning(new byte[1]), bytes);
  }

  private static Bytes head(int tag, int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException("no element here is that long: " + length);
    }
    if (length < 0x80) {
      return Bytes.owning(new byte[] {(byte) tag, (byte) length});
    }
    return length < 0x100
        ? Bytes.owning(new byte[] {(byte) tag, (byte) 0x81, (byte) length})
        : Bytes.owning(new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length});
  }
}
