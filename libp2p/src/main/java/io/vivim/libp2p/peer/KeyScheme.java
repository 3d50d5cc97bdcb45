package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;

/**
 * How keys of one kind are written, sign and verify. What it gives may be used by any number of
 * threads.
 */
interface KeyScheme {
  /** Signatures of one public key; false for anything else than a signature of it. */
  interface Verifier {
    boolean verify(Bytes message, Bytes signature);
  }

  /** A private key that signs. */
  interface Signer {
    /** The private key's {@code Data} field; secret. */
    Bytes privateData();

    /** The public key's {@code Data} field. */
    Bytes publicData();

    Bytes sign(Bytes message);
  }

  /** The verifier of a public key's {@code Data} field, if that is a key in its one form. */
  Verifier verifier(Bytes publicData) throws PeerException;

  /** The signer of a private key's {@code Data} field. */
  Signer signer(Bytes privateData) throws PeerException;

  /** A new key. */
  Signer generate(SecureRandom random);
}
