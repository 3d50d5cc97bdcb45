package io.vivim.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading and checking a stranger's certificate. */
final class CertificateFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> Vectors.load("tls-certificate").cases(list).stream())
        .map(c -> Bytes.fromHex(c.text("certificate")).toArray());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWhatItsPartsMake(byte[] input) {
    Bytes certificate = Bytes.copyOf(input);
    try {
      X509Fields fields = X509Fields.decode(certificate);
      assertThat(
              Der.sequence(fields.toBeSigned(), fields.algorithm(), Der.bits(fields.signature())))
          .isEqualTo(certificate);
      for (X509Fields.Extension extension : fields.extensions()) {
        assertThat(SignedKey.decode(extension.value()).encode()).isEqualTo(extension.value());
      }
    } catch (DerException e) {
      // Refused, as most inputs are.
    }
    try {
      CertificateCheck check = new CertificateCheck();
      assertThat(check.check(List.of(certificate), Forge.NOW))
          .isEqualTo(CertificateCheck.keyOfChecked(certificate));
    } catch (CertificateRefusedException e) {
      assertThat(e.reason().code()).isNotEmpty();
    }
  }
}
