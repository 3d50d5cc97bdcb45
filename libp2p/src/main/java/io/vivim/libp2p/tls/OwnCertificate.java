package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import java.security.PrivateKey;

/**
 * A certificate of ours and its private key, which is not the key of libp2p that vouches for it.
 */
record OwnCertificate(Bytes encoded, PrivateKey key) {
  /** The public part alone. */
  @Override
  public String toString() {
    return "OwnCertificate[" + encoded + "]";
  }
}
