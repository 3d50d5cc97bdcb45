package io.vivim.did.ucan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a policy with its arguments, or are refused. */
final class UcanPolicyFuzz {
  static Stream<byte[]> seeds() {
    return Vectors.load("ucan").cases("policies").stream()
        .map(
            each ->
                DagCbor.encode(
                        Ipld.listOf(
                            Parties.json(each.text("policy")), Parties.json(each.text("args"))))
                    .toArray());
  }

  @MethodSource("seeds")
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
}
