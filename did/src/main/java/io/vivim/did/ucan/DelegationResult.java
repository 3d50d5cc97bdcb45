package io.vivim.did.ucan;

/** What became of reading a token. */
public sealed interface DelegationResult {
  /** It is well formed. */
  record Good(Delegation delegation) implements DelegationResult {}

  /** It is not. */
  record Refused(UcanRefusal refusal) implements DelegationResult {}

  /** The delegation, for callers who cannot go on without it. */
  default Delegation orThrow() throws UcanException {
    if (this instanceof Good good) {
      return good.delegation();
    }
    throw new UcanException(((Refused) this).refusal());
  }
}
