package io.vivim.did.ucan;

import io.vivim.codec.Cid;
import java.util.List;

/** What is known of revoked delegations. */
@FunctionalInterface
public interface Revocations {
  /** Nothing was ever revoked. */
  Revocations NONE = (delegation, issuers) -> false;

  /**
   * Whether one who may has revoked a delegation.
   *
   * @param issuers those who may: all who issued a delegation of the chain from the root down to
   *     this one, its own issuer last; a revocation by anyone else does not count
   */
  boolean isRevoked(Cid delegation, List<Principal> issuers);
}
