package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DidKeyTest {
  static List<VectorCase> valid() {
    return Vectors.load("did-key").cases("valid");
  }

  static List<VectorCase> invalid() {
    return Vectors.load("did-key").cases("invalid");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aDidNamesItsKeyAndIsWrittenBackTheSame(VectorCase vector) throws DidException {
    DidKey did = DidKey.parse(vector.text("did"));
    did.validate();

    assertThat(did.type().name()).isEqualTo(vector.text("type").toUpperCase(Locale.ROOT));
    assertThat(did.publicKey().toHex()).isEqualTo(vector.text("publicKey"));
    assertThat(did).hasToString(vector.text("did"));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aSeedGivesItsDidAndItsKeyAgreement(VectorCase vector) throws DidException {
    DidKey did = DidKey.parse(vector.text("did"));
    if (vector.has("keyAgreement")) {
      assertThat(did.keyAgreement()).hasToString(vector.text("keyAgreement"));
    }
    if (vector.has("seed")) {
      assertThat(ofSeed(Bytes.fromHex(vector.text("seed")).toArray()).did()).isEqualTo(did);
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void theDocumentIsTheOneThatTheSpecificationShows(VectorCase vector) {
    DidResolution resolution = new DidKeyResolver().resolve(vector.text("did"));

    DidDocument document = ((DidResolution.Resolved) resolution).document();
    assertThat(document.id()).isEqualTo(vector.text("did"));
    if (vector.has("document")) {
      String expected = vector.fields().get("document").toString();
      assertThat(document.toJsonLd()).isEqualTo(expected);
      assertThat(document.toJson())
          .isEqualTo(expected.replace("\"@context\":[\"" + DidDocument.CONTEXT + "\"],", ""));
    }
  }

  @Test
  void theDocumentOfTheSpecificationsOwnExampleIsAmongTheVectors() {
    assertThat(valid())
        .filteredOn(vector -> vector.has("document"))
        .extracting(vector -> vector.text("did"))
        .contains("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatIsNoDidKeyDoesNotResolveAndSaysWhy(VectorCase vector) {
    assertThat(new DidKeyResolver().resolve(vector.text("did")))
        .isEqualTo(new DidResolution.Unresolved(error(vector.text("reason"))));
  }

  @Test
  void keysThatCannotSignHaveNoSigningRelationships() throws DidException {
    DidKey x25519 = DidKey.parse("did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F");

    DidDocument document = DidDocument.of(x25519);

    assertThat(document.relationships()).isEmpty();
    assertThat(document.keyAgreement()).isEqualTo(Optional.of(document.verification()));
    assertThat(document.toJsonLd())
        .contains("\"keyAgreement\":[\"" + document.verification().id() + "\"]")
        .doesNotContain("authentication");
  }

  @Property
  void theX25519SecretOfASeedBelongsToItsDidsKeyAgreement(@ForAll @Size(32) byte[] seed) {
    SigningKey key = ofSeed(seed);
    byte[] secret =
        key.keyAgreementSecret(InsecureSecretKeyAccess.get())
            .toByteArray(InsecureSecretKeyAccess.get());

    byte[] publicKey = new byte[32];
    X25519.scalarMultBase(secret, 0, publicKey, 0);

    assertThat(key.did().keyAgreement().publicKey()).isEqualTo(Bytes.copyOf(publicKey));
  }

  @Property
  void everySeedsDidIsValidAndReadBackTheSame(@ForAll @Size(32) byte[] seed) throws DidException {
    DidKey did = ofSeed(seed).did();
    did.validate();
    assertThat(DidKey.parse(did.toString())).isEqualTo(did);
  }

  @Property
  void anyTextIsReadOrRefusedWithADidError(@ForAll String text) {
    for (String candidate : List.of(text, "did:" + text, "did:key:" + text, "did:key:z" + text)) {
      try {
        assertThat(DidKey.parse(candidate)).hasToString(candidate);
      } catch (DidException e) {
        assertThat(e.error()).isNotNull();
      }
    }
  }

  @Test
  void aKeyPrintsItsDidAndNothingSecret() {
    byte[] seed = Bytes.fromHex("01".repeat(32)).toArray();
    SigningKey key = ofSeed(seed);

    assertThat(key.toString()).isEqualTo("SigningKey[" + key.did() + "]");
  }

  private static SigningKey ofSeed(byte[] seed) {
    return SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
  }

  private static DidError error(String code) {
    for (DidError error : DidError.values()) {
      if (error.code().equals(code)) {
        return error;
      }
    }
    throw new IllegalArgumentException(code);
  }
}
