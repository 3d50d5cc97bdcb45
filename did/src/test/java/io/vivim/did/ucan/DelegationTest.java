package io.vivim.did.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Reason;
import io.vivim.codec.Refusal;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.Verdict;
import io.vivim.testvectors.Vectors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DelegationTest {
  private final SignatureVerifier verifier = SignatureVerifier.create();

  @Test
  void aDelegationIsReadBackWithAllItsFields() throws Exception {
    IpldMap meta = Parties.map("{\"note\":\"hi\"}");
    Policy policy = Parties.policy("[[\"like\",\".to\",\"*@example.com\"]]");
    Delegation made =
        Parties.granting(Parties.ALICE)
            .policy(policy)
            .meta(meta)
            .notBefore(5)
            .expires(7)
            .sign(Parties.ROOT);

    Delegation read = Delegation.decode(made.envelope().bytes()).orThrow();

    assertThat(read).isEqualTo(made).hasSameHashCodeAs(made);
    assertThat(read.envelope().tag()).isEqualTo("ucan/dlg@1.0.0");
    assertThat(read.issuer()).isEqualTo(Parties.of(Parties.ROOT));
    assertThat(read.audience()).isEqualTo(Parties.of(Parties.ALICE));
    assertThat(read.subject()).contains(Parties.of(Parties.ROOT));
    assertThat(read.command()).hasToString("/crud");
    assertThat(read.policy()).isEqualTo(policy);
    assertThat(read.nonce().size()).isEqualTo(12);
    assertThat(read.meta()).contains(meta);
    assertThat(read.notBefore()).hasValue(5);
    assertThat(read.expires()).hasValue(7);
    assertThat(read.verdict(verifier)).contains(Verdict.VALID);
  }

  @Test
  void aPowerlineHasNoSubjectAndSaysSo() {
    Delegation made = Parties.granting(Parties.ALICE).anySubject().sign(Parties.ROOT);

    assertThat(made.subject()).isEmpty();
    assertThat(made.envelope().content().get("sub")).contains(Ipld.NULL);
  }

  @Test
  void whatHasToBeSaidCannotBeLeftOut() {
    DelegationBuilder silentOnExpiry =
        new DelegationBuilder()
            .audience(Parties.of(Parties.ALICE))
            .subject(Parties.of(Parties.ROOT))
            .command(Command.TOP)
            .nonce(Bytes.fromHex("01"));

    assertThatThrownBy(() -> silentOnExpiry.sign(Parties.ROOT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expiry");
  }

  @Test
  void whatCouldNotBeReadAgainIsNotMade() {
    assertThatThrownBy(() -> Parties.granting(Parties.ALICE).nonce(Bytes.EMPTY).sign(Parties.ROOT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonce");
    assertThatThrownBy(() -> Parties.granting(Parties.ALICE).expires(1L << 53).sign(Parties.ROOT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("integer-range");
  }

  @Test
  void aTokenOfTheLargestSizeIsReadAndOneByteMoreIsNot() {
    int overhead = ofSize(1000).size() - 1000;
    Bytes largest = ofSize(UcanLimits.MAX_TOKEN_BYTES - overhead);
    Bytes tooLarge = Bytes.concat(largest, Bytes.fromHex("00"));

    assertThat(largest.size()).isEqualTo(32 * 1024);
    assertThat(Delegation.decode(largest)).isInstanceOf(DelegationResult.Good.class);
    assertThat(Delegation.decode(tooLarge))
        .isEqualTo(
            new DelegationResult.Refused(
                new UcanRefusal(
                    UcanReason.BYTES,
                    "",
                    Optional.of(new Refusal(Reason.TOO_LARGE, UcanLimits.MAX_TOKEN_BYTES)))));
  }

  /** A token whose nonce has {@code bytes} bytes, by a builder that does not read it back. */
  private static Bytes ofSize(int bytes) {
    IpldMap content = Parties.granting(Parties.ALICE).sign(Parties.ROOT).envelope().content();
    IpldMap.Builder changed = IpldMap.builder();
    content.forEach(
        (key, value) ->
            changed.put(key, key.equals("nonce") ? Ipld.of(Bytes.copyOf(new byte[bytes])) : value));
    return SignedEnvelope.sign(Parties.ROOT, Delegation.TAG, changed.build()).bytes();
  }

  @Test
  void anIssuerWithoutAKeyHasNoVerdict() throws Exception {
    IpldMap content = Parties.granting(Parties.ALICE).sign(Parties.ROOT).envelope().content();
    IpldMap.Builder changed = IpldMap.builder();
    content.forEach(
        (key, value) ->
            changed.put(key, key.equals("iss") ? Ipld.of("did:web:example.com") : value));
    SignedEnvelope envelope = SignedEnvelope.sign(Parties.ROOT, Delegation.TAG, changed.build());

    Delegation read = Delegation.decode(envelope.bytes()).orThrow();

    assertThat(read.verdict(verifier)).isEmpty();
    assertThat(DelegationJson.write(read, verifier)).contains("\"verdict\":\"issuer-key\"");
  }

  @Test
  void theTextOfATokenIsReadBack() throws Exception {
    Delegation made = Parties.granting(Parties.ALICE).sign(Parties.ROOT);

    assertThat(TokenText.encode(made)).startsWith("uglhA");
    assertThat(TokenText.decode(TokenText.encode(made))).isEqualTo(made.envelope().bytes());
  }

  @Test
  void aTextBeyondItsLimitIsNotLookedAt() {
    assertReason(UcanReason.TEXT_LENGTH, "825840" + "0".repeat(UcanLimits.MAX_TEXT_CHARS));
  }

  @Test
  void whereOneTokenIsAskedForAContainerOfManyIsRefused() {
    String container =
        Vectors.load("ucan").cases("texts").stream()
            .filter(each -> each.fields().path("cids").size() == 10)
            .findFirst()
            .orElseThrow()
            .text("text");

    assertReason(UcanReason.TOKEN_COUNT, container);
  }

  private static void assertReason(UcanReason reason, String text) {
    assertThatThrownBy(() -> TokenText.decode(text))
        .isInstanceOfSatisfying(UcanException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void theVectorsReachEveryReasonButThatOfTheLongText() {
    Set<String> seen =
        Stream.of("refused", "texts")
            .flatMap(list -> Vectors.load("ucan").cases(list).stream())
            .filter(each -> each.has("reason"))
            .map(each -> each.text("reason").split(":", 2)[0])
            .collect(Collectors.toSet());
    Set<UcanReason> unseen =
        Arrays.stream(UcanReason.values())
            .filter(reason -> !seen.contains(reason.code()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(UcanReason.class)));

    assertThat(unseen).containsExactly(UcanReason.TEXT_LENGTH);
  }

  @Test
  void theJsonHasEveryKeyAndTheVerdict() throws Exception {
    Delegation made =
        Parties.granting(Parties.ALICE)
            .policy(Parties.policy("[[\"==\",\".a\",{\"/\":{\"bytes\":\"AQI\"}}]]"))
            .meta(Parties.map("{\"n\":1}"))
            .expires(7)
            .sign(Parties.ROOT);

    JsonNode json = new ObjectMapper().readTree(DelegationJson.write(made, verifier));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "tag",
            "cid",
            "iss",
            "aud",
            "sub",
            "cmd",
            "pol",
            "nonce",
            "meta",
            "nbf",
            "exp",
            "varsig",
            "signature",
            "verdict");
    assertThat(json.path("cid").textValue()).isEqualTo(made.cid().toString());
    assertThat(json.path("sub").textValue()).isEqualTo(Parties.ROOT.did().toString());
    assertThat(json.path("pol")).hasToString("[[\"==\",\".a\",{\"/\":{\"bytes\":\"AQI\"}}]]");
    assertThat(json.path("nonce").textValue()).isEqualTo("07".repeat(12));
    assertThat(json.path("meta")).hasToString("{\"n\":1}");
    assertThat(json.path("nbf").isNull()).isTrue();
    assertThat(json.path("exp").longValue()).isEqualTo(7);
    assertThat(json.path("varsig").textValue()).isEqualTo("3401ed01ed011371");
    assertThat(json.path("verdict").textValue()).isEqualTo("valid");
  }

  @Test
  void theJsonTellsAForgedTokenFromAGoodOne() throws Exception {
    byte[] token = Parties.granting(Parties.ALICE).sign(Parties.ROOT).envelope().bytes().toArray();
    token[3] ^= 1;

    Delegation forged = Delegation.decode(Bytes.copyOf(token)).orThrow();

    assertThat(DelegationJson.write(forged, verifier)).contains("\"verdict\":\"equation\"");
  }

  @Test
  void whatDagJsonCannotSayIsShownAsBytes() throws Exception {
    IpldMap meta = IpldMap.builder().put("/", Ipld.of("x")).build();
    Delegation made = Parties.granting(Parties.ALICE).meta(meta).sign(Parties.ROOT);

    JsonNode json = new ObjectMapper().readTree(DelegationJson.write(made, verifier));

    assertThat(json.path("meta")).hasToString("{\"dag-cbor\":\"a1612f6178\"}");
  }
}
