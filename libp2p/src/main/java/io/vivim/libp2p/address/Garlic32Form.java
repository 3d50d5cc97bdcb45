package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/**
 * The short name of an I2P destination in base32: a digest of 32 bytes, or with 35 and more one
 * whose lease set is encrypted.
 */
final class Garlic32Form implements ValueForm {
  private static final int DIGEST_BYTES = 32;
  private static final int MIN_ENCRYPTED_BYTES = 35;

  @Override
  public Optional<Bytes> read(String text) {
    return Base32Text.readWithStrayBits(text);
  }

  @Override
  public boolean accepts(Bytes value) {
    return value.size() == DIGEST_BYTES || value.size() >= MIN_ENCRYPTED_BYTES;
  }

  @Override
  public String write(Bytes value) {
    return Base32Text.write(value);
  }
}
