package io.vivim.did.ucan;

import io.vivim.did.SignatureVerifier;
import io.vivim.did.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether delegations, the root first, form a chain that grants something; the only maker
 * of a {@link UcanChain}.
 *
 * <p>The cheap rules are checked first, delegation by delegation, and the signatures last, so that
 * whoever sends a broken chain does not buy verifications with it. The first rule broken is the one
 * reported.
 */
public final class ChainVerifier {
  private final SignatureVerifier signatures;
  private final Revocations revocations;

  public ChainVerifier(SignatureVerifier signatures, Revocations revocations) {
    this.signatures = signatures;
    this.revocations = revocations;
  }

  /** The verdict at a time, in whole seconds from the Unix epoch, a fraction being dropped. */
  public ChainVerdict verify(List<Delegation> chain, long unixSeconds) {
    if (chain.isEmpty()) {
      return new ChainVerdict.Refused(ChainReason.CHAIN_EMPTY, -1, "");
    }
    if (chain.size() > UcanLimits.MAX_CHAIN_LENGTH) {
      return new ChainVerdict.Refused(ChainReason.CHAIN_LENGTH, -1, "");
    }
    List<Principal> issuers = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      issuers.add(chain.get(i).issuer());
      ChainReason reason = broken(chain, i, issuers, unixSeconds);
      if (reason != null) {
        return new ChainVerdict.Refused(reason, i, "");
      }
    }
    for (int i = 0; i < chain.size(); i++) {
      Optional<Verdict> verdict = chain.get(i).verdict(signatures);
      if (verdict.isEmpty()) {
        return new ChainVerdict.Refused(ChainReason.ISSUER_KEY, i, "");
      }
      if (!verdict.get().isValid()) {
        return new ChainVerdict.Refused(ChainReason.SIGNATURE, i, verdict.get().code());
      }
    }
    return new ChainVerdict.Allowed(new UcanChain(chain));
  }

  /** The first rule but the signature's that the delegation at {@code index} breaks, if any. */
  private @Nullable ChainReason broken(
      List<Delegation> chain, int index, List<Principal> issuers, long unixSeconds) {
    Delegation delegation = chain.get(index);
    ChainReason misplaced =
        index == 0 ? brokenByRoot(delegation) : brokenByNext(chain, index, delegation);
    if (misplaced != null) {
      return misplaced;
    }
    ChainReason untimely = UcanChain.untimely(delegation, unixSeconds);
    if (untimely != null) {
      return untimely;
    }
    return revocations.isRevoked(delegation.cid(), List.copyOf(issuers))
        ? ChainReason.REVOKED
        : null;
  }

  private static @Nullable ChainReason brokenByRoot(Delegation root) {
    if (root.subject().isEmpty()) {
      return ChainReason.ROOT_POWERLINE;
    }
    return root.subject().get().equals(root.issuer()) ? null : ChainReason.ROOT_ISSUER;
  }

  private static @Nullable ChainReason brokenByNext(
      List<Delegation> chain, int index, Delegation delegation) {
    Delegation before = chain.get(index - 1);
    if (!delegation.issuer().equals(before.audience())) {
      return ChainReason.PRINCIPALS;
    }
    // A powerline takes the subject of the one before, and so in the end the root's.
    if (delegation.subject().isPresent() && !delegation.subject().equals(chain.get(0).subject())) {
      return ChainReason.SUBJECT;
    }
    return before.command().covers(delegation.command()) ? null : ChainReason.COMMAND_WIDENED;
  }
}
