package io.vivim.did.ucan;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Reason;
import io.vivim.codec.Refusal;
import io.vivim.did.SignedEnvelope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a delegation's fields out of its envelope.
 *
 * <pre>
 *   iss, aud   DID            cmd    text               nonce   bytes, at least one
 *   sub        DID | null     pol    [statement, …]     meta    map, may be absent
 *   exp        int | null                               nbf     int, may be absent
 * </pre>
 *
 * <p>(UCAN Delegation 1.0, "Delegation Payload".)
 */
final class DelegationReader {
  private static final List<String> REQUIRED =
      List.of("iss", "aud", "sub", "cmd", "pol", "nonce", "exp");
  private static final List<String> OPTIONAL = List.of("meta", "nbf");

  private final IpldMap content;

  private DelegationReader(IpldMap content) {
    this.content = content;
  }

  static Delegation read(Bytes token) throws UcanException {
    Decoded<SignedEnvelope> decoded = SignedEnvelope.decode(token, UcanLimits.TOKEN);
    if (decoded instanceof Decoded.Refused<SignedEnvelope> refused) {
      throw refusedEnvelope(token, refused.refusal());
    }
    SignedEnvelope envelope = ((Decoded.Value<SignedEnvelope>) decoded).value();
    String tag = envelope.tag();
    if (!tag.equals(Delegation.TAG) && !tag.equals(Delegation.CANDIDATE_TAG)) {
      throw new UcanException(UcanReason.TAG, "");
    }
    return new Delegation(envelope, new DelegationReader(envelope.content()).fields());
  }

  /** Says more than the envelope does of why canonical bytes are no envelope of ours. */
  private static UcanException refusedEnvelope(Bytes token, Refusal refusal) {
    if (refusal.reason() != Reason.UNEXPECTED_KIND) {
      return new UcanException(refusal);
    }
    UcanReason reason = UcanReason.ENVELOPE;
    if (DagCbor.decode(token, UcanLimits.TOKEN) instanceof Decoded.Value<Ipld> value
        && value.value() instanceof Ipld.Sequence pair
        && pair.values().size() == 2
        && pair.values().get(0) instanceof Ipld.Binary
        && pair.values().get(1) instanceof IpldMap signed
        && signed.size() == 2
        && signed.get("h").orElse(Ipld.NULL) instanceof Ipld.Binary varsig
        && signed.get(signed.keys().get(1)).orElseThrow() instanceof IpldMap) {
      reason =
          varsig.value().equals(SignedEnvelope.VARSIG)
              ? UcanReason.SIGNATURE_LENGTH
              : UcanReason.VARSIG;
    }
    return new UcanException(reason, "");
  }

  private Delegation.Fields fields() throws UcanException {
    checkNames();
    Principal issuer = principal("iss");
    Principal audience = principal("aud");
    Optional<Principal> subject =
        field("sub") instanceof Ipld.Null ? Optional.empty() : Optional.of(principal("sub"));
    Command command = command();
    Policy policy = policy();
    Bytes nonce = nonce();
    OptionalLong expires =
        field("exp") instanceof Ipld.Null ? OptionalLong.empty() : OptionalLong.of(seconds("exp"));
    Optional<IpldMap> meta =
        content.get("meta").isPresent() ? Optional.of(meta()) : Optional.empty();
    OptionalLong notBefore =
        content.get("nbf").isPresent() ? OptionalLong.of(seconds("nbf")) : OptionalLong.empty();
    return new Delegation.Fields(
        issuer, audience, subject, command, policy, nonce, meta, notBefore, expires);
  }

  private void checkNames() throws UcanException {
    for (String name : content.keys()) {
      if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
        throw new UcanException(UcanReason.UNKNOWN_FIELD, "");
      }
    }
    for (String name : REQUIRED) {
      if (content.get(name).isEmpty()) {
        throw new UcanException(UcanReason.MISSING_FIELD, name);
      }
    }
  }

  private Ipld field(String name) {
    return content.get(name).orElseThrow();
  }

  private String text(String name) throws UcanException {
    if (!(field(name) instanceof Ipld.Text text)) {
      throw new UcanException(UcanReason.FIELD_TYPE, name);
    }
    return text.value();
  }

  private Principal principal(String name) throws UcanException {
    String did = text(name);
    try {
      return Principal.parse(did);
    } catch (UcanException e) {
      throw e.in(name);
    }
  }

  private Command command() throws UcanException {
    String text = text("cmd");
    try {
      return Command.parse(text);
    } catch (UcanException e) {
      throw e.in("cmd");
    }
  }

  private Policy policy() throws UcanException {
    if (!(field("pol") instanceof Ipld.Sequence list)) {
      throw new UcanException(UcanReason.FIELD_TYPE, "pol");
    }
    try {
      return Policy.parse(list);
    } catch (UcanException e) {
      throw e.in("pol");
    }
  }

  private Bytes nonce() throws UcanException {
    if (!(field("nonce") instanceof Ipld.Binary nonce)) {
      throw new UcanException(UcanReason.FIELD_TYPE, "nonce");
    }
    if (nonce.value().isEmpty()) {
      throw new UcanException(UcanReason.NONCE, "nonce");
    }
    return nonce.value();
  }

  private IpldMap meta() throws UcanException {
    if (!(field("meta") instanceof IpldMap meta)) {
      throw new UcanException(UcanReason.FIELD_TYPE, "meta");
    }
    IntegerRange.check(meta, "meta");
    return meta;
  }

  private long seconds(String name) throws UcanException {
    if (!(field(name) instanceof Ipld.Int seconds)) {
      throw new UcanException(UcanReason.FIELD_TYPE, name);
    }
    IntegerRange.check(seconds, name);
    return seconds.asLong();
  }
}
