package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** A number: decimal without leading zeros in text, big-endian in bytes. */
final class NumberForm implements ValueForm {
  static final NumberForm PORT = new NumberForm(2);
  static final NumberForm PREFIX_LENGTH = new NumberForm(1);

  private static final int MAX_DIGITS = 5;

  private final int bytes;

  private NumberForm(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public Optional<Bytes> read(String text) {
    int value = decimal(text);
    if (value < 0 || value >= 1 << (8 * bytes)) {
      return Optional.empty();
    }
    return Optional.of(
        Bytes.owning(
            bytes == 1
                ? new byte[] {(byte) value}
                : new byte[] {(byte) (value >> 8), (byte) value}));
  }

  @Override
  public boolean accepts(Bytes value) {
    return true;
  }

  @Override
  public String write(Bytes value) {
    return Integer.toString(valueOf(value));
  }

  /** The number that one or two bytes are. */
  static int valueOf(Bytes value) {
    return value.size() == 1 ? value.at(0) : (value.at(0) << 8) | value.at(1);
  }

  /** The number of up to five digits, or -1 where the text is none. */
  static int decimal(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = 10 * value + (digit - '0');
    }
    return value;
  }
}
