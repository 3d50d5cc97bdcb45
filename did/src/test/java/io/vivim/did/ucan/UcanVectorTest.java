package io.vivim.did.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureProvider;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.Verdict;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs over {@code ucan.json}, which says where each figure comes from. */
class UcanVectorTest {
  private static final Vectors VECTORS = Vectors.load("ucan");
  private static final Map<String, Delegation> TOKENS = tokens();

  static Stream<VectorCase> delegations() {
    return VECTORS.cases("delegations").stream();
  }

  static Stream<VectorCase> rebuildable() {
    return delegations().filter(each -> each.has("seed"));
  }

  static Stream<VectorCase> refused() {
    return VECTORS.cases("refused").stream();
  }

  static Stream<VectorCase> texts() {
    return VECTORS.cases("texts").stream();
  }

  static Stream<VectorCase> commands() {
    return VECTORS.cases("commands").stream();
  }

  static Stream<VectorCase> covers() {
    return VECTORS.cases("covers").stream();
  }

  static Stream<VectorCase> selectorSyntax() {
    return VECTORS.cases("selectorSyntax").stream();
  }

  static Stream<VectorCase> selectors() {
    return VECTORS.cases("selectors").stream();
  }

  static Stream<VectorCase> globs() {
    return VECTORS.cases("globs").stream();
  }

  static Stream<VectorCase> policies() {
    return VECTORS.cases("policies").stream();
  }

  static Stream<VectorCase> chains() {
    return VECTORS.cases("chains").stream();
  }

  private static Map<String, Delegation> tokens() {
    Map<String, Delegation> byCid = new HashMap<>();
    for (VectorCase each : VECTORS.cases("tokens")) {
      byCid.put(each.text("cid"), decoded(each));
    }
    return byCid;
  }

  private static Delegation decoded(VectorCase vector) {
    try {
      return Delegation.decode(Bytes.fromHex(vector.text("hex"))).orThrow();
    } catch (UcanException e) {
      throw new AssertionError(vector.toString(), e);
    }
  }

  @ParameterizedTest
  @MethodSource("delegations")
  void aTokenIsReadAndVerifiesWithEveryProvider(VectorCase vector) {
    Delegation delegation = decoded(vector);

    assertThat(delegation.cid()).hasToString(vector.text("cid"));
    assertThat(delegation.envelope().content()).isEqualTo(Parties.json(vector.text("payload")));
    for (SignatureProvider provider : SignatureProvider.values()) {
      assertThat(delegation.verdict(SignatureVerifier.on(provider))).contains(Verdict.VALID);
    }
  }

  @ParameterizedTest
  @MethodSource("rebuildable")
  void theSameFieldsAndSeedMakeTheSameBytes(VectorCase vector) throws Exception {
    Delegation read = decoded(vector);
    IpldMap payload = Parties.map(vector.text("payload"));
    DelegationBuilder builder =
        new DelegationBuilder()
            .tag(read.envelope().tag())
            .audience(Principal.parse(text(payload, "aud")))
            .command(Command.parse(text(payload, "cmd")))
            .policy(Policy.parse(payload.get("pol").orElseThrow()))
            .nonce(((Ipld.Binary) payload.get("nonce").orElseThrow()).value());
    payload.get("meta").ifPresent(meta -> builder.meta((IpldMap) meta));
    payload.get("nbf").ifPresent(nbf -> builder.notBefore(((Ipld.Int) nbf).asLong()));
    if (payload.get("exp").orElseThrow() instanceof Ipld.Int exp) {
      builder.expires(exp.asLong());
    } else {
      builder.neverExpires();
    }
    if (payload.get("sub").orElseThrow() instanceof Ipld.Text sub) {
      builder.subject(Principal.parse(sub.value()));
    } else {
      builder.anySubject();
    }

    Delegation made = builder.sign(Parties.key(vector.text("seed")));

    assertThat(made.envelope().bytes().toHex()).isEqualTo(vector.text("hex"));
    assertThat(made.cid()).hasToString(vector.text("cid"));
  }

  private static String text(IpldMap payload, String field) {
    return ((Ipld.Text) payload.get(field).orElseThrow()).value();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNoDelegationIsRefusedWithItsReason(VectorCase vector) {
    DelegationResult result = Delegation.decode(Bytes.fromHex(vector.text("hex")));

    assertThat(result).isInstanceOf(DelegationResult.Refused.class);
    assertThat(((DelegationResult.Refused) result).refusal()).hasToString(vector.text("reason"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextHoldsItsTokensOrIsRefused(VectorCase vector) throws Exception {
    if (vector.has("reason")) {
      assertThatThrownBy(() -> TokenText.decodeAll(vector.text("text")))
          .isInstanceOfSatisfying(
              UcanException.class, e -> assertThat(e.refusal()).hasToString(vector.text("reason")));
      return;
    }
    List<String> cids = new ArrayList<>();
    vector.fields().path("cids").forEach(cid -> cids.add(cid.textValue()));

    assertThat(TokenText.decodeAll(vector.text("text")))
        .extracting(token -> Cid.ofDagCbor(token).toString())
        .isEqualTo(cids);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsGoodOrNot(VectorCase vector) throws Exception {
    String text = vector.text("text");
    if (vector.flag("good")) {
      assertThat(Command.parse(text)).hasToString(text);
    } else {
      assertThatThrownBy(() -> Command.parse(text))
          .isInstanceOfSatisfying(
              UcanException.class, e -> assertThat(e.reason()).isEqualTo(UcanReason.COMMAND));
    }
  }

  @ParameterizedTest
  @MethodSource("covers")
  void aCommandCoversThoseBelowIt(VectorCase vector) {
    Command parent = Parties.command(vector.text("parent"));

    assertThat(parent.covers(Parties.command(vector.text("child"))))
        .isEqualTo(vector.flag("covers"));
  }

  @ParameterizedTest
  @MethodSource("selectorSyntax")
  void aSelectorIsGoodOrNot(VectorCase vector) throws Exception {
    String text = vector.text("text");
    if (vector.flag("good")) {
      assertThat(Selector.parse(text)).hasToString(text);
    } else {
      assertThatThrownBy(() -> Selector.parse(text))
          .isInstanceOfSatisfying(
              UcanException.class, e -> assertThat(e.reason()).isEqualTo(UcanReason.SELECTOR));
    }
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void aSelectorFindsItsValueOrFails(VectorCase vector) throws Exception {
    Optional<Ipld> found =
        new Evaluation()
            .select(Selector.parse(vector.text("selector")), Parties.json(vector.text("input")));

    assertThat(found)
        .isEqualTo(
            vector.has("fails")
                ? Optional.empty()
                : Optional.of(Parties.json(vector.text("output"))));
  }

  @ParameterizedTest
  @MethodSource("globs")
  void aPatternMatchesOrNot(VectorCase vector) throws Exception {
    assertThat(Glob.parse(vector.text("pattern")).matches(vector.text("text")))
        .isEqualTo(vector.flag("matches"));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPolicyHoldsOrFails(VectorCase vector) {
    Policy policy = Parties.policy(vector.text("policy"));

    assertThat(policy.toIpld()).isEqualTo(Parties.json(vector.text("policy")));
    assertThat(code(policy.check(Parties.json(vector.text("args")))))
        .isEqualTo(vector.text("outcome"));
  }

  private static String code(Policy.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "holds";
      case FAILS -> "fails";
      case TOO_COSTLY -> "too-costly";
    };
  }

  @ParameterizedTest
  @MethodSource("chains")
  void aChainGrantsOrIsRefusedWithItsReason(VectorCase vector) throws Exception {
    List<Delegation> chain = new ArrayList<>();
    for (JsonNode cid : vector.fields().path("tokens")) {
      chain.add(TOKENS.get(cid.textValue()));
    }

    assertThat(verdict(chain, vector)).isEqualTo(vector.text("verdict"));
  }

  private static String verdict(List<Delegation> chain, VectorCase vector) throws Exception {
    long time = vector.number("time");
    ChainVerdict verdict =
        new ChainVerifier(SignatureVerifier.create(), revocations(vector)).verify(chain, time);
    if (!(verdict instanceof ChainVerdict.Allowed allowed)) {
      return verdict.toString();
    }
    if (!vector.has("request")) {
      return "granted";
    }
    JsonNode asked = vector.fields().path("request");
    Permission permission =
        allowed
            .chain()
            .permits(
                new Request(
                    Principal.parse(asked.path("invoker").textValue()),
                    Principal.parse(asked.path("subject").textValue()),
                    Command.parse(asked.path("command").textValue()),
                    Parties.map(asked.path("args").textValue()),
                    time));
    return permission instanceof Permission.Granted ? "granted" : permission.toString();
  }

  private static Revocations revocations(VectorCase vector) {
    List<JsonNode> revoked = new ArrayList<>();
    vector.fields().path("revoked").forEach(revoked::add);
    return (delegation, issuers) ->
        revoked.stream()
            .anyMatch(
                each ->
                    each.path("cid").textValue().equals(delegation.toString())
                        && issuers.stream()
                            .anyMatch(
                                issuer -> issuer.toString().equals(each.path("by").textValue())));
  }
}
