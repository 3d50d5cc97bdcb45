package io.vivim.did.ucan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a token, or are refused. */
final class UcanTokenFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("delegations", "refused")
        .flatMap(list -> Vectors.load("ucan").cases(list).stream())
        .map(each -> Bytes.fromHex(each.text("hex")).toArray());
  }

  @MethodSource("seeds")
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
}
