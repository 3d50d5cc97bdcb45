package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PublicKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate proves: the owner of the key of libp2p that vouches for it, if it holds in
 * every respect (libp2p specifications, "tls").
 *
 * <p>That the peer also has the certificate's key is for the handshake to see. What costs little is
 * looked at first, so the reason is that of the first thing wrong in the order of the methods.
 */
final class CertificateCheck {
  /** A certificate and an identity of RSA with the largest keys take less than half of it. */
  static final int MAX_CERTIFICATE_BYTES = 16_384;

  private final SelfSignature selfSignature;

  CertificateCheck() {
    this(SelfSignature.preferred());
  }

  CertificateCheck(SelfSignature selfSignature) {
    this.selfSignature = selfSignature;
  }

  /** The key that a peer has proven to have by this chain, which has to hold now. */
  PublicKey check(List<Bytes> chain, Instant now) throws CertificateRefusedException {
    if (chain.size() != 1) {
      throw new CertificateRefusedException(TlsReason.CHAIN);
    }
    X509Fields fields = fields(chain.get(0));
    checkValidity(fields, now);
    SignedKey signedKey = signedKey(fields);
    selfSignature.check(fields);
    PublicKey key = hostKey(signedKey);
    if (!key.verify(SignedKey.toSign(fields.subjectPublicKeyInfo()), signedKey.signature())) {
      throw new CertificateRefusedException(TlsReason.SIGNATURE);
    }
    return key;
  }

  /** The key that a certificate names; only for one that has passed the check. */
  static PublicKey keyOfChecked(Bytes certificate) throws CertificateRefusedException {
    return hostKey(signedKey(fields(certificate)));
  }

  private static X509Fields fields(Bytes certificate) throws CertificateRefusedException {
    if (certificate.size() > MAX_CERTIFICATE_BYTES) {
      throw new CertificateRefusedException(TlsReason.TOO_LARGE);
    }
    try {
      return X509Fields.decode(certificate);
    } catch (DerException e) {
      throw new CertificateRefusedException(TlsReason.FORM);
    }
  }

  /** Both ends belong to the time in which it is valid, in whole seconds. */
  private static void checkValidity(X509Fields fields, Instant now)
      throws CertificateRefusedException {
    long second = now.getEpochSecond();
    if (second < fields.notBefore().getEpochSecond()) {
      throw new CertificateRefusedException(TlsReason.NOT_YET_VALID);
    }
    if (second > fields.notAfter().getEpochSecond()) {
      throw new CertificateRefusedException(TlsReason.EXPIRED);
    }
  }

  private static SignedKey signedKey(X509Fields fields) throws CertificateRefusedException {
    @Nullable Bytes found = null;
    for (X509Fields.Extension extension : fields.extensions()) {
      if (extension.objectId().equals(SignedKey.OBJECT_ID)) {
        if (found != null) {
          throw new CertificateRefusedException(TlsReason.REPEATED_EXTENSION);
        }
        found = extension.value();
      } else if (extension.critical()) {
        throw new CertificateRefusedException(TlsReason.CRITICAL_EXTENSION);
      }
    }
    if (found == null) {
      throw new CertificateRefusedException(TlsReason.NO_EXTENSION);
    }
    try {
      return SignedKey.decode(found);
    } catch (DerException e) {
      throw new CertificateRefusedException(TlsReason.SIGNED_KEY);
    }
  }

  private static PublicKey hostKey(SignedKey signedKey) throws CertificateRefusedException {
    try {
      return PublicKey.decode(signedKey.publicKey());
    } catch (PeerException e) {
      throw new CertificateRefusedException(TlsReason.HOST_KEY);
    }
  }
}
