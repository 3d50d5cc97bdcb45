package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.conscrypt.Conscrypt;

/** Who does the arithmetic of X25519 (RFC 7748) and ChaCha20-Poly1305 (RFC 8439). */
record NoiseEngine(Provider curve, Provider cipher) {
  static final int KEY_BYTES = 32;

  private static final String CURVE = "X25519";
  private static final String CIPHER = "ChaCha20-Poly1305";

  /**
   * What stands in front of a private and of a public key in the forms that the JDK's API takes.
   */
  private static final Bytes PKCS8_HEAD = Bytes.fromHex("302e020100300506032b656e04220420");

  private static final Bytes X509_HEAD = Bytes.fromHex("302a300506032b656e032100");

  /** RFC 7748, section 4.1: the point whose multiple a public key is. */
  private static final Bytes BASE_POINT =
      Bytes.fromHex("0900000000000000000000000000000000000000000000000000000000000000");

  /** Conscrypt's native library where it loads, and the JDK elsewhere. */
  static NoiseEngine preferred() {
    if (!Conscrypt.isAvailable()) {
      return ofJdk();
    }
    Provider conscrypt = Conscrypt.newProvider();
    return new NoiseEngine(conscrypt, conscrypt);
  }

  static NoiseEngine ofJdk() {
    try {
      return new NoiseEngine(
          KeyFactory.getInstance(CURVE, "SunEC").getProvider(),
          Cipher.getInstance(CIPHER, "SunJCE").getProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CURVE + " and " + CIPHER, e);
    }
  }

  DhKeyPair newKeyPair(SecureRandom random) {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    return keyPair(Bytes.owning(secret));
  }

  DhKeyPair keyPair(Bytes secret) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(CURVE, curve)
              .generatePrivate(new PKCS8EncodedKeySpec(Bytes.concat(PKCS8_HEAD, secret).toArray()));
      return new DhKeyPair(key, Bytes.owning(agree(key, BASE_POINT)));
    } catch (GeneralSecurityException | NoiseException e) {
      throw new IllegalStateException("every 32 bytes are a private key", e);
    }
  }

  /** The secret that the key pair shares with whoever has the private key of {@code theirs}. */
  byte[] agree(DhKeyPair own, Bytes theirs) throws NoiseException {
    return agree(own.secret(), theirs);
  }

  private byte[] agree(PrivateKey own, Bytes theirs) throws NoiseException {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance(CURVE, curve);
      agreement.init(own);
      agreement.doPhase(
          KeyFactory.getInstance(CURVE, curve)
              .generatePublic(new X509EncodedKeySpec(Bytes.concat(X509_HEAD, theirs).toArray())),
          true);
      return nonZero(agreement.generateSecret());
    } catch (InvalidKeyException e) {
      // The libraries say "all zero" by throwing; all else that 32 bytes may be is a key to them.
      throw new NoiseException(NoiseError.LOW_ORDER_POINT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every 32 bytes are a public key", e);
    }
  }

  /** The check of RFC 7748, section 6.1, should a library not make it. */
  static byte[] nonZero(byte[] secret) throws NoiseException {
    int bits = 0;
    for (byte part : secret) {
      bits |= part;
    }
    if (bits == 0) {
      throw new NoiseException(NoiseError.LOW_ORDER_POINT);
    }
    return secret;
  }

  /** Whether the ciphers are of the native library. */
  boolean isNative() {
    return Conscrypt.isConscrypt(cipher);
  }

  Cipher newCipher() {
    try {
      return Cipher.getInstance(CIPHER, cipher);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(cipher.getName() + " has " + CIPHER, e);
    }
  }
}
