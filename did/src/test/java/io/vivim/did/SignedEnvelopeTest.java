package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Reason;
import io.vivim.codec.Refusal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedEnvelopeTest {
  private static final String TAG = "vivim/test@1.0.0";
  private static final SigningKey KEY =
      SigningKey.fromSeed(
          SecretBytes.copyFrom(
              Bytes.fromHex("01".repeat(32)).toArray(), InsecureSecretKeyAccess.get()));
  private static final IpldMap CONTENT = IpldMap.builder().put("a", Ipld.of(1)).build();

  private final SignatureVerifier verifier = SignatureVerifier.create();

  @Test
  void anEnvelopeIsReadBackFromItsBytesAndVerifies() throws Exception {
    SignedEnvelope made = SignedEnvelope.sign(KEY, TAG, CONTENT);

    SignedEnvelope read = SignedEnvelope.decode(made.bytes(), Limits.BLOCK).orThrow();

    assertThat(read).isEqualTo(made);
    assertThat(read.tag()).isEqualTo(TAG);
    assertThat(read.content()).isEqualTo(CONTENT);
    assertThat(read.cid()).isEqualTo(made.cid());
    assertThat(read.verify(verifier, KEY.did())).isEqualTo(Verdict.VALID);
  }

  @Test
  void theBytesAreThoseThatTheSpecificationDraws() {
    SignedEnvelope made = SignedEnvelope.sign(KEY, TAG, CONTENT);
    String signed =
        "a2" + "6168" + "48" + "3401ed01ed011371" + "70" + Bytes.utf8(TAG).toHex() + "a1616101";

    assertThat(made.signedBytes().toHex()).isEqualTo(signed);
    assertThat(made.bytes().toHex())
        .isEqualTo("825840" + KEY.sign(Bytes.fromHex(signed)).toHex() + signed);
  }

  @Test
  void anotherSignerIsNotTheSigner() {
    SignedEnvelope made = SignedEnvelope.sign(KEY, TAG, CONTENT);

    assertThat(made.verify(verifier, SigningKey.generate().did())).isEqualTo(Verdict.EQUATION);
  }

  @Test
  void aKeyThatCannotSignIsNoSigner() {
    SignedEnvelope made = SignedEnvelope.sign(KEY, TAG, CONTENT);

    assertThat(made.verify(verifier, KEY.did().keyAgreement())).isEqualTo(Verdict.PUBLIC_KEY_TYPE);
  }

  @Test
  void canonicalBytesThatAreNoEnvelopeAreRefused() {
    Bytes signature = Bytes.copyOf(new byte[64]);
    Ipld h = Ipld.of(SignedEnvelope.VARSIG);
    assertNoEnvelope(Ipld.NULL);
    assertNoEnvelope(Ipld.listOf());
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature)));
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature), CONTENT));
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature), signed(h, CONTENT), Ipld.NULL));
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature.from(1)), signed(h, CONTENT)));
    assertNoEnvelope(Ipld.listOf(Ipld.of("x".repeat(64)), signed(h, CONTENT)));
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature), signed(Ipld.NULL, CONTENT)));
    assertNoEnvelope(Ipld.listOf(Ipld.of(signature), signed(h, Ipld.of(1))));
    // The header of varsig's first draft, which named the curve and the codec only.
    assertNoEnvelope(
        Ipld.listOf(Ipld.of(signature), signed(Ipld.of(Bytes.fromHex("34ed0171")), CONTENT)));
    assertThat(
            SignedEnvelope.decode(
                DagCbor.encode(Ipld.listOf(Ipld.of(signature), signed(h, CONTENT))), Limits.BLOCK))
        .isInstanceOf(Decoded.Value.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "h", "z", "TOO_LONG"})
  void whatWouldNotBeReadBackIsNotSigned(String name) {
    String tag = name.equals("TOO_LONG") ? "x".repeat(SignedEnvelope.MAX_TAG_BYTES + 1) : name;
    assertThatThrownBy(() -> SignedEnvelope.sign(KEY, tag, CONTENT))
        .isInstanceOf(IllegalArgumentException.class);
    if (!tag.equals("h")) {
      assertNoEnvelope(
          Ipld.listOf(
              Ipld.of(Bytes.copyOf(new byte[64])),
              IpldMap.builder()
                  .put("h", Ipld.of(SignedEnvelope.VARSIG))
                  .put(tag, CONTENT)
                  .build()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SignedEnvelope.MIN_TAG_BYTES, SignedEnvelope.MAX_TAG_BYTES})
  void tagsOfTheShortestAndTheLongestSizeAreReadBack(int size) throws Exception {
    SignedEnvelope made = SignedEnvelope.sign(KEY, "a".repeat(size), CONTENT);

    assertThat(SignedEnvelope.decode(made.bytes(), Limits.BLOCK).orThrow()).isEqualTo(made);
  }

  @Test
  void theCodecsRefusalsPassThrough() {
    Bytes made = SignedEnvelope.sign(KEY, TAG, CONTENT).bytes();

    assertThat(SignedEnvelope.decode(Bytes.concat(made, Bytes.fromHex("00")), Limits.BLOCK))
        .isEqualTo(new Decoded.Refused<>(new Refusal(Reason.TRAILING_BYTES, made.size())));
  }

  @Property
  void noBitOfAnEnvelopeCanBeTurnedUnnoticed(
      @ForAll @IntRange(max = 1000) int where, @ForAll @IntRange(max = 7) int bit) {
    byte[] bytes = SignedEnvelope.sign(KEY, TAG, CONTENT).bytes().toArray();
    bytes[where % bytes.length] ^= (byte) (1 << bit);

    Decoded<SignedEnvelope> decoded = SignedEnvelope.decode(Bytes.copyOf(bytes), Limits.BLOCK);

    if (decoded instanceof Decoded.Value<SignedEnvelope> read) {
      assertThat(read.value().verify(verifier, KEY.did())).isNotEqualTo(Verdict.VALID);
    }
  }

  private static IpldMap signed(Ipld h, Ipld content) {
    return IpldMap.builder().put("h", h).put(TAG, content).build();
  }

  private static void assertNoEnvelope(Ipld value) {
    Decoded<SignedEnvelope> decoded = SignedEnvelope.decode(DagCbor.encode(value), Limits.BLOCK);
    assertThat(decoded).isInstanceOf(Decoded.Refused.class);
    assertThat(((Decoded.Refused<SignedEnvelope>) decoded).refusal().reason())
        .isEqualTo(Reason.UNEXPECTED_KIND);
  }
}
