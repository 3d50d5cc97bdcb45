package io.vivim.codec;

/**
 * RFC 4648 base32: five bits a digit, highest first, in either of its alphabets, padded or not.
 *
 * <p>Our own because the library's (copper-multibase 4.1.0) extends the sign of bytes from 0x80 on
 * and so writes wrong digits; see {@code docs/decisions/}.
 */
enum Base32 {
  PLAIN("abcdefghijklmnopqrstuvwxyz234567"),
  HEX("0123456789abcdefghijklmnopqrstuv");

  private static final int BITS = 5;
  private static final int DIGITS_A_GROUP = 8;

  private final String alphabet;

  Base32(String alphabet) {
    this.alphabet = alphabet;
  }

  String encode(byte[] bytes) {
    StringBuilder digits = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
    int pending = 0;
    int pendingBits = 0;
    for (byte next : bytes) {
      pending = (pending << Byte.SIZE) | (next & 0xff);
      pendingBits += Byte.SIZE;
      while (pendingBits >= BITS) {
        pendingBits -= BITS;
        digits.append(alphabet.charAt((pending >>> pendingBits) & 0x1f));
      }
    }
    if (pendingBits > 0) {
      digits.append(alphabet.charAt((pending << (BITS - pendingBits)) & 0x1f));
    }
    return digits.toString();
  }

  String encodePadded(byte[] bytes) {
    String digits = encode(bytes);
    return digits + "=".repeat(-digits.length() & (DIGITS_A_GROUP - 1));
  }

  /**
   * The whole bytes that the digits hold, in either case; bits left over and padding are for the
   * caller to compare.
   */
  byte[] decode(String digits) {
    int length = digits.length();
    while (length > 0 && digits.charAt(length - 1) == '=') {
      length--;
    }
    byte[] bytes = new byte[length * BITS / Byte.SIZE];
    int pending = 0;
    int pendingBits = 0;
    int at = 0;
    for (int i = 0; i < length; i++) {
      pending = (pending << BITS) | digit(digits.charAt(i));
      pendingBits += BITS;
      if (pendingBits >= Byte.SIZE) {
        pendingBits -= Byte.SIZE;
        bytes[at++] = (byte) (pending >>> pendingBits);
      }
    }
    return bytes;
  }

  private int digit(char c) {
    int digit = alphabet.indexOf(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    if (digit < 0) {
      throw new IllegalArgumentException("no base32 digit: " + c);
    }
    return digit;
  }
}
