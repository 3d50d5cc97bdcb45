package io.vivim.did.ucan;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A verified chain: what its subject grants, by way of everyone in between, to its last audience.
 *
 * <p>Only a {@link ChainVerifier} makes one. Signatures and revocations are as they were then; the
 * time is checked again with each request.
 */
public final class UcanChain {
  private final List<Delegation> delegations;

  /** Only for a chain in which every rule holds. */
  UcanChain(List<Delegation> delegations) {
    this.delegations = List.copyOf(delegations);
  }

  /** The delegations, the root first. */
  public List<Delegation> delegations() {
    return delegations;
  }

  /** Whose authority it is: the issuer of the root. */
  public Principal subject() {
    return delegations.get(0).issuer();
  }

  /** Who may make requests with it. */
  public Principal audience() {
    return last().audience();
  }

  /** What may be done: the last command, which all before it cover. */
  public Command command() {
    return last().command();
  }

  /** The policies of all delegations, the root's first; all must hold. */
  public List<Policy> policies() {
    return delegations.stream().map(Delegation::policy).toList();
  }

  /** The first second at which all delegations are valid; empty for all that went by. */
  public OptionalLong notBefore() {
    return delegations.stream().flatMapToLong(each -> each.notBefore().stream()).max();
  }

  /** The last second at which all delegations are valid; empty for ever. */
  public OptionalLong expires() {
    return delegations.stream().flatMapToLong(each -> each.expires().stream()).min();
  }

  /** Whether this chain permits a request. */
  public Permission permits(Request request) {
    if (!request.invoker().equals(audience())) {
      return new Permission.Denied(ChainReason.INVOKER, delegations.size() - 1, "");
    }
    if (!request.subject().equals(subject())) {
      return new Permission.Denied(ChainReason.REQUEST_SUBJECT, 0, "");
    }
    if (!command().covers(request.command())) {
      return new Permission.Denied(ChainReason.REQUEST_COMMAND, delegations.size() - 1, "");
    }
    for (int i = 0; i < delegations.size(); i++) {
      ChainReason untimely = untimely(delegations.get(i), request.unixSeconds());
      if (untimely != null) {
        return new Permission.Denied(untimely, i, "");
      }
    }
    return judge(request);
  }

  private Permission judge(Request request) {
    // One budget for the whole chain: a longer chain does not buy more work.
    Evaluation evaluation = new Evaluation();
    for (int i = 0; i < delegations.size(); i++) {
      try {
        OptionalInt failed =
            evaluation.firstFalse(delegations.get(i).policy(), request.arguments());
        if (failed.isPresent()) {
          return new Permission.Denied(ChainReason.POLICY, i, "pol[" + failed.getAsInt() + "]");
        }
      } catch (Evaluation.OutOfSteps e) {
        return new Permission.Denied(ChainReason.POLICY_COST, i, "");
      }
    }
    return new Permission.Granted();
  }

  /** What speaks against a delegation at a time; both of its bounds are within its validity. */
  static @Nullable ChainReason untimely(Delegation delegation, long unixSeconds) {
    OptionalLong notBefore = delegation.notBefore();
    if (notBefore.isPresent() && unixSeconds < notBefore.getAsLong()) {
      return ChainReason.NOT_YET_VALID;
    }
    OptionalLong expires = delegation.expires();
    return expires.isPresent() && unixSeconds > expires.getAsLong() ? ChainReason.EXPIRED : null;
  }

  private Delegation last() {
    return delegations.get(delegations.size() - 1);
  }

  @Override
  public String toString() {
    return subject() + " > " + audience() + " " + command();
  }
}
