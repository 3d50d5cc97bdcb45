package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.security.PrivateKey;

/** A key pair of X25519; the public key as its 32 bytes on the wire. */
record DhKeyPair(PrivateKey secret, Bytes publicKey) {
  /** The public part alone. */
  @Override
  public String toString() {
    return "DhKeyPair[" + publicKey + "]";
  }
}
