package io.vivim.did.ucan;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A signed statement that its audience may do for its subject what its issuer may.
 *
 * <p>It is well formed; whether the signature is good and whether the issuer could grant anything,
 * only a {@link ChainVerifier} says. (UCAN Delegation 1.0.)
 */
public final class Delegation {
  /** The tag of UCAN 1.0.0, which new delegations carry. */
  public static final String TAG = "ucan/dlg@1.0.0";

  /** The tag of the last candidate, which other implementations still write. */
  public static final String CANDIDATE_TAG = "ucan/dlg@1.0.0-rc.1";

  private final SignedEnvelope envelope;
  private final Fields fields;

  /** What {@link DelegationReader} found. */
  record Fields(
      Principal issuer,
      Principal audience,
      Optional<Principal> subject,
      Command command,
      Policy policy,
      Bytes nonce,
      Optional<IpldMap> meta,
      OptionalLong notBefore,
      OptionalLong expires) {}

  /** Only for fields that were read from this envelope. */
  Delegation(SignedEnvelope envelope, Fields fields) {
    this.envelope = envelope;
    this.fields = fields;
  }

  /** Reads a token; its signature is not looked at yet. */
  public static DelegationResult decode(Bytes token) {
    try {
      return new DelegationResult.Good(DelegationReader.read(token));
    } catch (UcanException e) {
      return new DelegationResult.Refused(e.refusal());
    }
  }

  /** The token as it came or was made. */
  public SignedEnvelope envelope() {
    return envelope;
  }

  public Cid cid() {
    return envelope.cid();
  }

  public Principal issuer() {
    return fields.issuer();
  }

  public Principal audience() {
    return fields.audience();
  }

  /** Whom it is about; empty for a powerline, which takes the subject of the one before it. */
  public Optional<Principal> subject() {
    return fields.subject();
  }

  public Command command() {
    return fields.command();
  }

  public Policy policy() {
    return fields.policy();
  }

  public Bytes nonce() {
    return fields.nonce();
  }

  /** What the issuer adds for readers; it grants nothing and takes nothing away. */
  public Optional<IpldMap> meta() {
    return fields.meta();
  }

  /** The first second of its validity, counted from the Unix epoch; empty for all that went by. */
  public OptionalLong notBefore() {
    return fields.notBefore();
  }

  /** The last second of its validity, counted from the Unix epoch; empty for ever. */
  public OptionalLong expires() {
    return fields.expires();
  }

  /**
   * The verdict on its signature; empty where the issuer is no Ed25519 did:key, so that there is no
   * key to check with.
   */
  public Optional<Verdict> verdict(SignatureVerifier verifier) {
    Optional<DidKey> signer = issuer().signingKey();
    return signer.map(key -> envelope.verify(verifier, key));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delegation that && envelope.equals(that.envelope);
  }

  @Override
  public int hashCode() {
    return envelope.hashCode();
  }

  @Override
  public String toString() {
    return envelope.toString();
  }
}
