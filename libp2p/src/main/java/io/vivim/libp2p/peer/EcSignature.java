package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The two numbers of an ECDSA signature, in strict DER (RFC 3279, section 2.2.3; BIP 66).
 *
 * <pre>
 *   0x30 size   0x02 size r   0x02 size s
 * </pre>
 */
record EcSignature(BigInteger r, BigInteger s) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** On P-521, the largest curve: two numbers of 66 bytes. */
  private static final int MAX_BYTES = 3 + 2 * (2 + 66);

  Bytes encode() {
    return element(SEQUENCE, Bytes.concat(integer(r), integer(s)));
  }

  /** The signature, if the bytes are what {@link #encode} would write. */
  static Optional<EcSignature> decode(Bytes bytes) {
    if (bytes.size() > MAX_BYTES || bytes.size() < 2) {
      return Optional.empty();
    }
    // Where the size is in two bytes is the one thing to find out; the rest is compared at the end.
    int rAt = bytes.at(1) == 0x81 ? 3 : 2;
    int sAt = behindInteger(bytes, rAt);
    int end = behindInteger(bytes, sAt);
    if (end != bytes.size()) {
      return Optional.empty();
    }
    EcSignature signature =
        new EcSignature(
            new BigInteger(bytes.slice(rAt + 2, sAt).toArray()),
            new BigInteger(bytes.slice(sAt + 2, end).toArray()));
    return signature.encode().equals(bytes) ? Optional.of(signature) : Optional.empty();
  }

  /** Where the integer at {@code at} ends; beyond the bytes where there is none. */
  private static int behindInteger(Bytes bytes, int at) {
    if (at + 2 >= bytes.size() || bytes.at(at + 1) == 0) {
      return bytes.size() + 1;
    }
    return at + 2 + bytes.at(at + 1);
  }

  private static Bytes integer(BigInteger value) {
    return element(INTEGER, Bytes.owning(value.toByteArray()));
  }

  private static Bytes element(int tag, Bytes content) {
    int size = content.size();
    byte[] head =
        size < 0x80
            ? new byte[] {(byte) tag, (byte) size}
            : new byte[] {(byte) tag, (byte) 0x81, (byte) size};
    return Bytes.concat(Bytes.owning(head), content);
  }
}
