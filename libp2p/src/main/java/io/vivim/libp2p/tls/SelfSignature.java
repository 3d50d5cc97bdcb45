package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PublicKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.conscrypt.Conscrypt;

/**
 * Whether a certificate is signed by the key that it holds.
 *
 * <p>Its key has to be in the form in which libp2p has keys of its kind, which keeps the sizes of
 * RSA within bounds and allows named curves only.
 */
final class SelfSignature {
  /** ECDSA with SHA-256, the one that we sign with ourselves (RFC 5758, section 3.2). */
  static final Bytes ECDSA_SHA256 = Bytes.fromHex("300a06082a8648ce3d040302");

  static final String ECDSA_SHA256_NAME = "SHA256withECDSA";

  /** Larger curves are mostly used with larger hashes. */
  private static final Map<Bytes, String> ECDSA_NAMES =
      Map.of(
          ECDSA_SHA256,
          ECDSA_SHA256_NAME,
          Bytes.fromHex("300a06082a8648ce3d040303"),
          "SHA384withECDSA",
          Bytes.fromHex("300a06082a8648ce3d040304"),
          "SHA512withECDSA");

  /** RFC 4055, section 5. */
  private static final Bytes RSA_SHA256 = Bytes.fromHex("300d06092a864886f70d01010b0500");

  /** RFC 8410, section 6. */
  private static final Bytes ED25519 = Bytes.fromHex("300506032b6570");

  /** What stands in front of an Ed25519 key in a SubjectPublicKeyInfo. */
  private static final Bytes ED25519_KEY_HEAD = Bytes.fromHex("302a300506032b6570032100");

  private final Provider provider;

  private SelfSignature(Provider provider) {
    this.provider = provider;
  }

  /** By Conscrypt's native library where it loads, and by the JDK elsewhere. */
  static SelfSignature preferred() {
    return Conscrypt.isAvailable() ? new SelfSignature(Conscrypt.newProvider()) : byJdk();
  }

  static SelfSignature byJdk() {
    try {
      return new SelfSignature(KeyFactory.getInstance("EC", "SunEC").getProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }

  /** Refuses a certificate whose key is of no known kind, or has not signed it. */
  void check(X509Fields fields) throws CertificateRefusedException {
    boolean holds;
    try {
      holds = holds(fields);
    } catch (PeerException e) {
      throw new CertificateRefusedException(TlsReason.ALGORITHM);
    }
    if (!holds) {
      throw new CertificateRefusedException(TlsReason.SELF_SIGNATURE);
    }
  }

  private boolean holds(X509Fields fields) throws PeerException, CertificateRefusedException {
    Bytes key = fields.subjectPublicKeyInfo();
    String ecdsa = ECDSA_NAMES.get(fields.algorithm());
    if (ecdsa != null) {
      PublicKey.of(KeyType.ECDSA, key);
      return ecdsaHolds(ecdsa, fields);
    }
    if (fields.algorithm().equals(RSA_SHA256)) {
      return PublicKey.of(KeyType.RSA, key).verify(fields.toBeSigned(), fields.signature());
    }
    if (fields.algorithm().equals(ED25519) && key.startsWith(ED25519_KEY_HEAD)) {
      return PublicKey.of(KeyType.ED25519, key.from(ED25519_KEY_HEAD.size()))
          .verify(fields.toBeSigned(), fields.signature());
    }
    throw new CertificateRefusedException(TlsReason.ALGORITHM);
  }

  /** By the library: several times faster than the arithmetic of {@link PublicKey}. */
  private boolean ecdsaHolds(String algorithm, X509Fields fields) {
    try {
      byte[] key = fields.subjectPublicKeyInfo().toArray();
      Signature verification = Signature.getInstance(algorithm, provider);
      verification.initVerify(
          KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(key)));
      verification.update(fields.toBeSigned().toArray());
      return verification.verify(fields.signature().toArray());
    } catch (GeneralSecurityException e) {
      // The libraries say "no signature at all" by throwing.
      return false;
    }
  }
}
