package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032).
 *
 * <pre>
 *   public    32 bytes
 *   private   32 bytes of seed | 32 of the public key; read with the public key given twice, too
 * </pre>
 */
final class Ed25519Scheme implements KeyScheme {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  @Override
  public Verifier verifier(Bytes publicData) throws PeerException {
    if (publicData.size() != KEY_BYTES) {
      throw new PeerException(PeerReason.KEY);
    }
    return (message, signature) ->
        signature.size() == SIGNATURE_BYTES && Lazy.ENGINE.verify(publicData, message, signature);
  }

  @Override
  public Signer signer(Bytes privateData) throws PeerException {
    int size = privateData.size();
    if (size != 2 * KEY_BYTES && size != 3 * KEY_BYTES) {
      throw new PeerException(PeerReason.KEY);
    }
    Signer signer = ofSeed(privateData.slice(0, KEY_BYTES));
    for (int at = KEY_BYTES; at < size; at += KEY_BYTES) {
      if (!privateData.slice(at, at + KEY_BYTES).equals(signer.publicData())) {
        throw new PeerException(PeerReason.KEY);
      }
    }
    return signer;
  }

  @Override
  public Signer generate(SecureRandom random) {
    byte[] seed = new byte[KEY_BYTES];
    random.nextBytes(seed);
    return ofSeed(Bytes.owning(seed));
  }

  static Signer ofSeed(Bytes seed) {
    if (seed.size() != KEY_BYTES) {
      throw new IllegalArgumentException("a seed has " + KEY_BYTES + " bytes");
    }
    byte[] publicKey = new byte[KEY_BYTES];
    Ed25519.generatePublicKey(seed.toArray(), 0, publicKey, 0);
    return new SeedSigner(seed.compact(), Bytes.owning(publicKey), Lazy.ENGINE.privateKey(seed));
  }

  private record SeedSigner(Bytes seed, Bytes publicData, java.security.PrivateKey key)
      implements Signer {
    @Override
    public Bytes privateData() {
      return Bytes.concat(seed, publicData);
    }

    @Override
    public Bytes sign(Bytes message) {
      return Lazy.ENGINE.sign(key, message);
    }

    /** The public part alone. */
    @Override
    public String toString() {
      return "SeedSigner[" + publicData + "]";
    }
  }

  /** Loaded when first used: the library takes a tenth of a second. */
  private static final class Lazy {
    private static final Ed25519Engine ENGINE = Ed25519Engine.preferred();
  }
}
