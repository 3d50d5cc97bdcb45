package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.conscrypt.Conscrypt;

/**
 * Who does the arithmetic of Ed25519.
 *
 * <p>It serves handshakes with any libp2p, so the verdict is the library's own, which is the common
 * one; the stricter one on events is not taken here.
 */
record Ed25519Engine(Provider provider) {
  private static final String ALGORITHM = "Ed25519";

  /** What stands in front of a seed and of a public key in the forms that the JDK's API takes. */
  private static final Bytes PKCS8_HEAD = Bytes.fromHex("302e020100300506032b657004220420");

  private static final Bytes X509_HEAD = Bytes.fromHex("302a300506032b6570032100");

  /** Conscrypt's native library where it loads, and the JDK elsewhere. */
  static Ed25519Engine preferred() {
    return Conscrypt.isAvailable() ? new Ed25519Engine(Conscrypt.newProvider()) : ofJdk();
  }

  static Ed25519Engine ofJdk() {
    try {
      return new Ed25519Engine(KeyFactory.getInstance(ALGORITHM, "SunEC").getProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    try {
      byte[] encoded = Bytes.concat(X509_HEAD, publicKey).toArray();
      Signature verification = Signature.getInstance(ALGORITHM, provider);
      verification.initVerify(
          KeyFactory.getInstance(ALGORITHM, provider)
              .generatePublic(new X509EncodedKeySpec(encoded)));
      verification.update(message.toArray());
      return verification.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // The libraries say "no point of the curve" and "no such scalar" by throwing.
      return false;
    }
  }

  PrivateKey privateKey(Bytes seed) {
    try {
      byte[] encoded = Bytes.concat(PKCS8_HEAD, seed).toArray();
      return KeyFactory.getInstance(ALGORITHM, provider)
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can be made of every seed", e);
    }
  }

  Bytes sign(PrivateKey key, Bytes message) {
    try {
      Signature signing = Signature.getInstance(ALGORITHM, provider);
      signing.initSign(key);
      signing.update(message.toArray());
      return Bytes.owning(signing.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing cannot fail for a good key", e);
    }
  }
}
