package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conscrypt.Conscrypt;

/**
 * Ed25519 (RFC 8032).
 *
 * <pre>
 *   public    32 bytes
 *   private   32 bytes of seed | 32 of the public key; read with the public key given twice, too
 * </pre>
 *
 * <p>It serves handshakes with any libp2p, so the verdict is the native library's, which is the
 * common one; the stricter one on events is not taken here.
 */
final class Ed25519Scheme implements KeyScheme {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** What stands in front of a seed and of a public key in the forms that the JDK's API takes. */
  private static final Bytes PKCS8_HEAD = Bytes.fromHex("302e020100300506032b657004220420");

  private static final Bytes X509_HEAD = Bytes.fromHex("302a300506032b6570032100");

  @Override
  public Verifier verifier(Bytes publicData) throws PeerException {
    if (publicData.size() != KEY_BYTES) {
      throw new PeerException(PeerReason.KEY);
    }
    return (message, signature) -> holds(publicData, message, signature);
  }

  private static boolean holds(Bytes publicData, Bytes message, Bytes signature) {
    if (signature.size() != SIGNATURE_BYTES) {
      return false;
    }
    try {
      byte[] encoded = Bytes.concat(X509_HEAD, publicData).toArray();
      Signature verification = Engine.signature();
      verification.initVerify(Engine.keyFactory().generatePublic(new X509EncodedKeySpec(encoded)));
      verification.update(message.toArray());
      return verification.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // The libraries say "no point of the curve" and "no such scalar" by throwing.
      return false;
    }
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
    try {
      byte[] encoded = Bytes.concat(PKCS8_HEAD, seed).toArray();
      return new SeedSigner(
          seed.compact(),
          Bytes.owning(publicKey),
          Engine.keyFactory().generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can be made of every seed", e);
    }
  }

  private record SeedSigner(Bytes seed, Bytes publicData, java.security.PrivateKey key)
      implements Signer {
    @Override
    public Bytes privateData() {
      return Bytes.concat(seed, publicData);
    }

    @Override
    public Bytes sign(Bytes message) {
      try {
        Signature signing = Engine.signature();
        signing.initSign(key);
        signing.update(message.toArray());
        return Bytes.owning(signing.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("signing cannot fail for a good key", e);
      }
    }

    /** The public part alone. */
    @Override
    public String toString() {
      return "SeedSigner[" + publicData + "]";
    }
  }

  /** Conscrypt's native library where it loads, and the JDK elsewhere; loaded when first used. */
  private static final class Engine {
    private static final Provider PROVIDER = preferred();

    static KeyFactory keyFactory() throws GeneralSecurityException {
      return KeyFactory.getInstance("Ed25519", PROVIDER);
    }

    static Signature signature() throws GeneralSecurityException {
      return Signature.getInstance("Ed25519", PROVIDER);
    }

    private static Provider preferred() {
      if (Conscrypt.isAvailable()) {
        return Conscrypt.newProvider();
      }
      try {
        return Signature.getInstance("Ed25519").getProvider();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has Ed25519", e);
      }
    }
  }
}
