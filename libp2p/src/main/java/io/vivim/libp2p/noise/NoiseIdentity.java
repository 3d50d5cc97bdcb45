package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.security.SecureRandom;

/**
 * Who we are in handshakes: a static key that was made for nothing else, and the signature of our
 * identity key over it. One serves all handshakes of a host, by any number of threads; it is made
 * anew when the host starts and never kept on disk.
 */
public final class NoiseIdentity {
  /** What the signature is for; the static key follows it. */
  private static final Bytes PURPOSE = Bytes.utf8("noise-libp2p-static-key:");

  private final NoiseEngine engine;
  private final PeerId peer;
  private final DhKeyPair staticKey;
  private final Bytes identityKey;
  private final Bytes signature;

  NoiseIdentity(NoiseEngine engine, PrivateKey key, DhKeyPair staticKey) {
    this.engine = engine;
    this.peer = key.publicKey().peerId();
    this.staticKey = staticKey;
    this.identityKey = key.publicKey().encode();
    this.signature = key.sign(signed(staticKey.publicKey()));
  }

  /** An identity with a new static key. */
  public static NoiseIdentity of(PrivateKey key, SecureRandom random) {
    NoiseEngine engine = NoiseEngine.preferred();
    return new NoiseIdentity(engine, key, engine.newKeyPair(random));
  }

  private static Bytes signed(Bytes staticKey) {
    return Bytes.concat(PURPOSE, staticKey);
  }

  /** Whether the key has signed this static key. */
  static boolean isProven(PublicKey key, Bytes staticKey, Bytes signature) {
    return key.verify(signed(staticKey), signature);
  }

  Bytes payload(NoiseExtensions extensions) {
    return new Payload(identityKey, signature, extensions).encode();
  }

  NoiseEngine engine() {
    return engine;
  }

  DhKeyPair staticKey() {
    return staticKey;
  }

  /** The peer id; nothing of the secret. */
  @Override
  public String toString() {
    return "NoiseIdentity[" + peer + "]";
  }
}
