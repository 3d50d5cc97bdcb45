package io.vivim.node;

import io.vivim.codec.Bytes;
import java.nio.charset.StandardCharsets;

/** Hex digits as they come in a line. */
final class HexText {
  /** Why a text was refused. */
  static final String CLAUSE = "the text is not pairs of hex digits";

  private HexText() {}

  /** The index of the first byte that is no hex digit or lacks its partner, or -1. */
  static int firstInvalid(Bytes hex) {
    for (int i = 0; i < hex.size(); i++) {
      int digit = hex.at(i);
      if (digit >= 0x80 || Character.digit(digit, 16) < 0) {
        return i;
      }
    }
    return hex.size() % 2 == 0 ? -1 : hex.size() - 1;
  }

  /** The bytes that valid hex stands for. */
  static Bytes decode(Bytes hex) {
    return Bytes.fromHex(new String(hex.toArray(), StandardCharsets.US_ASCII));
  }
}
