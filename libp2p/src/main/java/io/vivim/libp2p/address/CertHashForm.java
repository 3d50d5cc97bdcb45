package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multibase;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/** The multihash of a certificate: in any multibase when read, in base64url when written. */
final class CertHashForm implements ValueForm {
  @Override
  public Optional<Bytes> read(String text) {
    try {
      return Optional.of(Multibase.decode(text));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(Bytes value) {
    try {
      Multihash.decode(value);
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  @Override
  public String write(Bytes value) {
    return Multibase.BASE64_URL.encode(value);
  }
}
