package io.vivim.did.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UcanChainTest {
  private static final long NOW = 1_767_225_600;

  private final ChainVerifier verifier =
      new ChainVerifier(SignatureVerifier.create(), Revocations.NONE);

  private final Delegation first =
      Parties.granting(Parties.ALICE).notBefore(100).expires(200).sign(Parties.ROOT);
  private final Delegation second =
      Parties.granting(Parties.BOB)
          .command(Parties.command("/crud/create"))
          .notBefore(150)
          .expires(180)
          .sign(Parties.ALICE);

  @Test
  void aChainSaysWhatItGrants() {
    UcanChain chain = allowed(List.of(first, second), 160);

    assertThat(chain.subject()).isEqualTo(Parties.of(Parties.ROOT));
    assertThat(chain.audience()).isEqualTo(Parties.of(Parties.BOB));
    assertThat(chain.command()).hasToString("/crud/create");
    assertThat(chain.policies()).containsExactly(first.policy(), second.policy());
    assertThat(chain.notBefore()).hasValue(150);
    assertThat(chain.expires()).hasValue(180);
    assertThat(chain.delegations()).containsExactly(first, second);
  }

  @Test
  void bothBoundsBelongToTheValidity() {
    assertThat(verdict(List.of(first, second), 149)).isEqualTo("not-yet-valid at 1");
    assertThat(verdict(List.of(first, second), 150)).isEqualTo("allowed");
    assertThat(verdict(List.of(first, second), 180)).isEqualTo("allowed");
    assertThat(verdict(List.of(first, second), 181)).isEqualTo("expired at 1");
  }

  @Test
  void theTimeOfARequestIsCheckedAgain() {
    UcanChain chain = allowed(List.of(first, second), 160);

    assertThat(asked(chain, 149)).isEqualTo("not-yet-valid at 1");
    assertThat(asked(chain, 150)).isEqualTo("granted");
    assertThat(asked(chain, 180)).isEqualTo("granted");
    assertThat(asked(chain, 181)).isEqualTo("expired at 1");
    assertThat(asked(chain, 201)).isEqualTo("expired at 0");
  }

  @Test
  void aChainWithoutBoundsHoldsAtAnyTime() {
    Delegation unbounded = Parties.granting(Parties.BOB).sign(Parties.ROOT);

    assertThat(verdict(List.of(unbounded), Long.MIN_VALUE)).isEqualTo("allowed");
    assertThat(verdict(List.of(unbounded), Long.MAX_VALUE)).isEqualTo("allowed");
    assertThat(allowed(List.of(unbounded), NOW).expires()).isEmpty();
    assertThat(allowed(List.of(unbounded), NOW).notBefore()).isEmpty();
  }

  @Test
  void revocationsAreAskedWithAllIssuersDownToTheDelegation() {
    List<String> asked = new ArrayList<>();
    ChainVerifier watching =
        new ChainVerifier(
            SignatureVerifier.create(),
            (delegation, issuers) -> {
              asked.add(delegation + " " + issuers);
              return false;
            });

    watching.verify(List.of(first, second), 160);

    assertThat(asked)
        .containsExactly(
            first.cid() + " [" + Parties.ROOT.did() + "]",
            second.cid() + " [" + Parties.ROOT.did() + ", " + Parties.ALICE.did() + "]");
  }

  @Test
  void aBrokenChainBuysNoSignatureChecks() throws Exception {
    byte[] forged = first.envelope().bytes().toArray();
    forged[3] ^= 1;
    Delegation badlySigned = Delegation.decode(io.vivim.codec.Bytes.copyOf(forged)).orThrow();
    Delegation elsewhere = Parties.granting(Parties.CAROL).sign(Parties.BOB);

    assertThat(verdict(List.of(badlySigned), 160)).isEqualTo("signature at 0: equation");
    assertThat(verdict(List.of(badlySigned, elsewhere), 160)).isEqualTo("principals at 1");
  }

  @Test
  void theVectorsReachEveryReason() {
    Set<String> seen =
        Vectors.load("ucan").cases("chains").stream()
            .map(each -> each.text("verdict").split("[ :]", 2)[0])
            .collect(Collectors.toSet());

    assertThat(seen).contains("granted");
    assertThat(Arrays.stream(ChainReason.values()).map(ChainReason::code)).allMatch(seen::contains);
  }

  private String verdict(List<Delegation> chain, long time) {
    ChainVerdict verdict = verifier.verify(chain, time);
    return verdict instanceof ChainVerdict.Allowed ? "allowed" : verdict.toString();
  }

  private UcanChain allowed(List<Delegation> chain, long time) {
    return ((ChainVerdict.Allowed) verifier.verify(chain, time)).chain();
  }

  private static String asked(UcanChain chain, long time) {
    Permission permission =
        chain.permits(
            new Request(chain.audience(), chain.subject(), chain.command(), IpldMap.EMPTY, time));
    return permission instanceof Permission.Granted ? "granted" : permission.toString();
  }
}
