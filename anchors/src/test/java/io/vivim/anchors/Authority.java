package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A timestamp authority by Bouncy Castle, with a certificate of its own root. */
final class Authority {
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.3.6.1.4.1.1.1");
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final X509Certificate root;
  private final X509Certificate own;
  private final KeyPair key;

  private Authority(X509Certificate root, X509Certificate own, KeyPair key) {
    this.root = root;
    this.own = own;
    this.key = key;
  }

  static Authority create(String name, Instant now) throws Exception {
    KeyPair rootKey = keyPair();
    KeyPair key = keyPair();
    X500Name rootName = new X500Name("CN=" + name + " root");
    X509v3CertificateBuilder rootBuilder = builder(rootName, rootName, 1, now, rootKey);
    rootBuilder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    X509v3CertificateBuilder builder = builder(rootName, new X500Name("CN=" + name), 2, now, key);
    builder.addExtension(
        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    return new Authority(signed(rootBuilder, rootKey), signed(builder, rootKey), key);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, long serial, Instant now, KeyPair key) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial),
        Date.from(now.minus(A_YEAR)),
        Date.from(now.plus(A_YEAR)),
        subject,
        key.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair by)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  Bytes rootFile() throws GeneralSecurityException {
    return pem(root);
  }

  Bytes ownFile() throws GeneralSecurityException {
    return pem(own);
  }

  private static Bytes pem(X509Certificate certificate) throws GeneralSecurityException {
    String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return Bytes.utf8("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  /** Its reply to a request, with that time. */
  Bytes reply(TimeStampRequest request, Instant time, String signature) throws IOException {
    try {
      DigestCalculator digests =
          new JcaDigestCalculatorProviderBuilder()
              .build()
              .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256));
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder().build(signature, key.getPrivate(), own),
              digests,
              POLICY);
      tokens.addCertificates(new JcaCertStore(List.of(own)));
      TimeStampResponseGenerator responses =
          new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
      return Bytes.owning(
          responses.generate(request, BigInteger.ONE, Date.from(time)).getEncoded());
    } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Bytes reply(Bytes request, Instant time) throws IOException {
    return reply(new TimeStampRequest(request.toArray()), time, "SHA256withECDSA");
  }

  /** Its reply to a request, with something else in the place of what it signs. */
  Bytes replyAbout(Bytes other, Bytes request, Instant time) throws IOException {
    TimeStampResp reply = TimeStampResp.getInstance(reply(request, time).toArray());
    SignedData signed = SignedData.getInstance(reply.getTimeStampToken().getContent());
    SignedData altered =
        new SignedData(
            signed.getDigestAlgorithms(),
            new ContentInfo(
                signed.getEncapContentInfo().getContentType(), new DEROctetString(other.toArray())),
            signed.getCertificates(),
            signed.getCRLs(),
            signed.getSignerInfos());
    ContentInfo token = new ContentInfo(reply.getTimeStampToken().getContentType(), altered);
    return Bytes.owning(new TimeStampResp(reply.getStatus(), token).getEncoded());
  }

  /** Its reply where it signs something else than it was asked for. */
  static TimeStampRequest altered(Bytes request, boolean isOtherDigest, boolean isOtherNonce)
      throws IOException {
    TimeStampRequest asked = new TimeStampRequest(request.toArray());
    byte[] digest = asked.getMessageImprintDigest();
    if (isOtherDigest) {
      digest[0] ^= 1;
    }
    TimeStampRequestGenerator again = new TimeStampRequestGenerator();
    again.setCertReq(true);
    BigInteger nonce = asked.getNonce().add(isOtherNonce ? BigInteger.ONE : BigInteger.ZERO);
    return again.generate(TSPAlgorithms.SHA256, digest, nonce);
  }
}
