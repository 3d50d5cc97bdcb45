package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** An IPv4 address: four decimal numbers without leading zeros. */
final class Ip4Form implements ValueForm {
  private static final int PARTS = 4;
  private static final int MAX_CHARS = 15;

  @Override
  public Optional<Bytes> read(String text) {
    return bytesOf(text);
  }

  static Optional<Bytes> bytesOf(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[PARTS];
    for (int i = 0; i < PARTS; i++) {
      int value = NumberForm.decimal(parts[i]);
      if (value < 0 || value > 0xff) {
        return Optional.empty();
      }
      bytes[i] = (byte) value;
    }
    return Optional.of(Bytes.owning(bytes));
  }

  @Override
  public boolean accepts(Bytes value) {
    return true;
  }

  @Override
  public String write(Bytes value) {
    return textOf(value);
  }

  static String textOf(Bytes value) {
    return value.at(0) + "." + value.at(1) + "." + value.at(2) + "." + value.at(3);
  }
}
