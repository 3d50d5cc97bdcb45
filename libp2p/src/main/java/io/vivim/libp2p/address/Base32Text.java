package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multibase;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/** Base32 without the prefix of a multibase, as the names of Tor and I2P have it. */
final class Base32Text {
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int DIGIT_BITS = 5;

  private Base32Text() {}

  static Optional<Bytes> read(String digits) {
    try {
      return Optional.of(Multibase.decode("b" + digits));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** As {@link #read}, whatever the bits of the last digit are that no byte uses. */
  static Optional<Bytes> readWithStrayBits(String digits) {
    int strayBits = digits.length() * DIGIT_BITS % Byte.SIZE;
    int last = digits.isEmpty() ? -1 : DIGITS.indexOf(digits.charAt(digits.length() - 1));
    if (last < 0 || strayBits >= DIGIT_BITS) {
      return Optional.empty();
    }
    char clean = DIGITS.charAt((last >> strayBits) << strayBits);
    return read(digits.substring(0, digits.length() - 1) + clean);
  }

  static String write(Bytes bytes) {
    return Multibase.BASE32.encode(bytes).substring(1);
  }
}
