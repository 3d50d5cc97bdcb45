package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every provider gives the one verdict on every public and constructed edge case. */
class SignatureVectorTest {
  private static final Vectors VECTORS = Vectors.load("ed25519");

  @ParameterizedTest
  @EnumSource(SignatureProvider.class)
  void everyValidSignatureIsValid(SignatureProvider provider) {
    SignatureVerifier verifier = SignatureVerifier.on(provider);
    for (VectorCase vector : VECTORS.cases("valid")) {
      assertThat(verdict(verifier, vector)).as(vector.toString()).isEqualTo(Verdict.VALID);
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureProvider.class)
  void everyInvalidSignatureIsRefusedForItsReason(SignatureProvider provider) {
    SignatureVerifier verifier = SignatureVerifier.on(provider);
    for (VectorCase vector : VECTORS.cases("invalid")) {
      assertThat(verdict(verifier, vector).code())
          .as(vector.toString())
          .isEqualTo(vector.text("reason"));
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureProvider.class)
  void theVerdictsOnTheEdgeCasesOfCctvAreLibsodiums(SignatureProvider provider) {
    SignatureVerifier verifier = SignatureVerifier.on(provider);
    List<VectorCase> cctv =
        Stream.of("valid", "invalid")
            .flatMap(list -> VECTORS.cases(list).stream())
            .filter(vector -> vector.text("source").equals("C2SP/CCTV ed25519"))
            .toList();
    assertThat(cctv).hasSize(914);
    assertThat(cctv).filteredOn(vector -> verdict(verifier, vector).isValid()).hasSize(43);
  }

  private static Verdict verdict(SignatureVerifier verifier, VectorCase vector) {
    return verifier.verify(
        Bytes.fromHex(vector.text("publicKey")),
        Bytes.fromHex(vector.text("message")),
        Bytes.fromHex(vector.text("signature")));
  }
}
