package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * The certificates by which timestamps are believed: an authority's own, or those of who certifies
 * it. Whether one was revoked is not asked.
 */
public final class TrustedAuthorities {
  private static final Set<ASN1ObjectIdentifier> STRONG_DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256,
          NISTObjectIdentifiers.id_sha384,
          NISTObjectIdentifiers.id_sha512);

  private final Set<X509Certificate> certificates;

  private TrustedAuthorities(Set<X509Certificate> certificates) {
    this.certificates = Set.copyOf(certificates);
  }

  /**
   * Those of a file.
   *
   * @param file certificates, one after another in PEM, or one in DER
   * @throws CertificateException where there is none, or something else
   */
  public static TrustedAuthorities read(Bytes file) throws CertificateException {
    Set<X509Certificate> read =
        CertificateFactory.getInstance("X.509").generateCertificates(file.inputStream()).stream()
            .map(X509Certificate.class::cast)
            .collect(Collectors.toSet());
    if (read.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }
    return new TrustedAuthorities(read);
  }

  /** Who signed a token, by name; nothing where that is nobody who is trusted. */
  Optional<String> signerOf(TimeStampToken token, Instant time) {
    return candidates(token).stream()
        .filter(signer -> isTrusted(signer, token, time) && hasSigned(signer, token))
        .map(signer -> signer.getSubjectX500Principal().getName())
        .findFirst();
  }

  /** The token need not carry the certificate that it was signed by. */
  private List<X509Certificate> candidates(TimeStampToken token) {
    List<X509Certificate> candidates = carried(token);
    candidates.addAll(certificates);
    candidates.removeIf(
        each -> {
          Optional<X509CertificateHolder> holder = holder(each);
          return holder.isEmpty() || !token.getSID().match(holder.get());
        });
    return candidates;
  }

  private static List<X509Certificate> carried(TimeStampToken token) {
    List<X509Certificate> carried = new ArrayList<>();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      try {
        Bytes encoded = Bytes.owning(holder.getEncoded());
        carried.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(encoded.inputStream()));
      } catch (CertificateException | IOException e) {
        // One that cannot be read helps nobody to believe the token.
      }
    }
    return carried;
  }

  private static Optional<X509CertificateHolder> holder(X509Certificate certificate) {
    try {
      return Optional.of(new X509CertificateHolder(certificate.getEncoded()));
    } catch (CertificateException | IOException e) {
      return Optional.empty();
    }
  }

  private boolean isTrusted(X509Certificate signer, TimeStampToken token, Instant time) {
    if (certificates.contains(signer)) {
      return true;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    try {
      Set<TrustAnchor> roots =
          certificates.stream()
              .map(each -> new TrustAnchor(each, null))
              .collect(Collectors.toSet());
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(carried(token))));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The certificate has to be one for timestamps, and good at the time. */
  private static boolean hasSigned(X509Certificate signer, TimeStampToken token) {
    Iterable<SignerInformation> all = token.toCMSSignedData().getSignerInfos();
    for (SignerInformation each : all) {
      if (!STRONG_DIGESTS.contains(each.getDigestAlgorithmID().getAlgorithm())) {
        return false;
      }
    }
    try {
      X509CertificateHolder holder = holder(signer).orElseThrow();
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(holder));
      return true;
    } catch (TSPException | OperatorCreationException | CertificateException e) {
      return false;
    }
  }
}
