package io.vivim.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CertificateMakerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final PrivateKey identity = PrivateKey.ofEd25519Seed(Bytes.owning(new byte[32]));
  private final CertificateMaker maker = new CertificateMaker(new SecureRandom());

  private X509Certificate read(OwnCertificate own) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(own.encoded().inputStream());
  }

  @Test
  void theLibraryReadsTheSame() throws Exception {
    X509Certificate read = read(maker.make(identity, NOW));

    read.verify(read.getPublicKey());
    read.checkValidity();
    assertThat(read.getVersion()).isEqualTo(3);
    assertThat(read.getSerialNumber()).isPositive();
    assertThat(read.getIssuerX500Principal()).isEqualTo(read.getSubjectX500Principal());
    assertThat(read.getNotBefore()).isEqualTo(NOW.minus(CertificateMaker.BACKDATED));
    assertThat(read.getNotAfter()).isEqualTo(NOW.plus(CertificateMaker.VALID));
    assertThat(read.getNonCriticalExtensionOIDs()).containsExactly("1.3.6.1.4.1.53594.1.1");
    assertThat(read.getCriticalExtensionOIDs()).isEmpty();
  }

  @Test
  void everyCertificateHasItsOwnKeySerialAndName() throws Exception {
    X509Certificate one = read(maker.make(identity, NOW));
    X509Certificate other = read(maker.make(identity, NOW));

    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
    assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
    assertThat(one.getSubjectX500Principal()).isNotEqualTo(other.getSubjectX500Principal());
  }

  @Test
  void timesOfAllCenturiesAreWrittenAsTheyAreRead() throws Exception {
    for (Instant now :
        List.of(
            Instant.parse("1930-01-01T00:00:00Z"),
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("2049-12-31T23:59:59Z"),
            Instant.parse("2050-01-01T00:00:00Z"),
            Instant.parse("9000-02-28T01:02:03Z"))) {
      OwnCertificate made = maker.make(identity, now);
      assertThat(read(made).getNotBefore()).isEqualTo(now.minus(CertificateMaker.BACKDATED));
      assertThat(X509Fields.decode(made.encoded()).notBefore())
          .isEqualTo(now.minus(CertificateMaker.BACKDATED));
      assertThat(X509Fields.decode(made.encoded()).notAfter())
          .isEqualTo(now.plus(CertificateMaker.VALID));
    }
  }

  @Test
  void itPrintsNothingOfItsSecret() {
    OwnCertificate made = maker.make(identity, NOW);

    assertThat(made).hasToString("OwnCertificate[" + made.encoded() + "]");
  }
}
