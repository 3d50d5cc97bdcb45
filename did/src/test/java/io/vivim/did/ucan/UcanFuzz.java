package io.vivim.did.ucan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.testvectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a token, a policy with its arguments, a selector or a text, or are refused. */
class UcanFuzz {
  static Stream<byte[]> tokens() {
    return Stream.of("delegations", "refused")
        .flatMap(list -> Vectors.load("ucan").cases(list).stream())
        .map(each -> Bytes.fromHex(each.text("hex")).toArray());
  }

  static Stream<byte[]> policiesWithArguments() {
    return Vectors.load("ucan").cases("policies").stream()
        .map(
            each ->
                DagCbor.encode(
                        Ipld.listOf(
                            Parties.json(each.text("policy")), Parties.json(each.text("args"))))
                    .toArray());
  }

  static Stream<byte[]> texts() {
    return Stream.of("selectorSyntax", "texts", "commands")
        .flatMap(list -> Vectors.load("ucan").cases(list).stream())
        .map(each -> each.text("text").getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("tokens")
  @FuzzTest
  void aTokenIsRefusedOrSaysTheSameTwice(byte[] input) throws UcanException {
    if (Delegation.decode(Bytes.copyOf(input)) instanceof DelegationResult.Good good) {
      Delegation delegation = good.delegation();
      Ipld policy = delegation.envelope().content().get("pol").orElseThrow();
      if (!delegation.policy().toIpld().equals(policy)) {
        throw new AssertionError("the policy is not what was read");
      }
      if (!TokenText.decode(TokenText.encode(delegation)).equals(Bytes.copyOf(input))) {
        throw new AssertionError("the text is not that of the token");
      }
      delegation.policy().check(delegation.envelope().content());
    }
  }

  @MethodSource("policiesWithArguments")
  @FuzzTest
  void aPolicyIsRefusedOrHasAnOutcome(byte[] input) {
    if (DagCbor.decode(Bytes.copyOf(input)) instanceof Decoded.Value<Ipld> value
        && value.value() instanceof Ipld.Sequence pair
        && pair.values().size() == 2) {
      try {
        Policy.parse(pair.values().get(0)).check(pair.values().get(1));
      } catch (UcanException e) {
        // Refused, as most values are.
      }
    }
  }

  @MethodSource("texts")
  @FuzzTest
  void aTextIsRefusedOrRead(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      new Evaluation().select(Selector.parse(text), Ipld.listOf(Ipld.NULL));
    } catch (UcanException | Evaluation.OutOfSteps e) {
      // Refused, as most texts are.
    }
    try {
      TokenText.decodeAll(text);
      Command.parse(text);
    } catch (UcanException e) {
      // Refused, as most texts are.
    }
  }
}
