package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Base64;
import java.util.Optional;

/** A whole I2P destination, in base64 with the two digits of its own that I2P has. */
final class Garlic64Form implements ValueForm {
  /** Keys and the shortest certificate. */
  private static final int MIN_DESTINATION_BYTES = 386;

  private static final int CHUNK_CHARS = 4;

  @Override
  public Optional<Bytes> read(String text) {
    if (text.length() % CHUNK_CHARS != 0 || text.indexOf('+') >= 0) {
      return Optional.empty();
    }
    try {
      String usual = text.replace('-', '+').replace('~', '/');
      return Optional.of(Bytes.owning(Base64.getDecoder().decode(usual)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(Bytes value) {
    return value.size() >= MIN_DESTINATION_BYTES;
  }

  @Override
  public String write(Bytes value) {
    String usual = Base64.getEncoder().encodeToString(value.toArray());
    return usual.replace('+', '-').replace('/', '~');
  }
}
