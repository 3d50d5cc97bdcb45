package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** Of protocols without a value. */
final class NoForm implements ValueForm {
  @Override
  public Optional<Bytes> read(String text) {
    return text.isEmpty() ? Optional.of(Bytes.EMPTY) : Optional.empty();
  }

  @Override
  public boolean accepts(Bytes value) {
    return value.isEmpty();
  }

  @Override
  public String write(Bytes value) {
    return "";
  }
}
