package io.vivim.did.ucan;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the fields of a delegation and signs them.
 *
 * <p>Audience, subject, command, nonce and expiry have to be said; "for any subject" and "never"
 * are said too. The nonce comes from the caller, who has the randomness: 12 random bytes do.
 */
public final class DelegationBuilder {
  private String tag = Delegation.TAG;
  private @Nullable Principal audience;
  private @Nullable Ipld subject;
  private @Nullable Command command;
  private @Nullable Bytes nonce;
  private @Nullable Ipld expires;
  private Policy policy = Policy.EMPTY;
  private @Nullable IpldMap meta;
  private @Nullable Long notBefore;

  public DelegationBuilder audience(Principal receiver) {
    audience = receiver;
    return this;
  }

  public DelegationBuilder subject(Principal about) {
    subject = Ipld.of(about.toString());
    return this;
  }

  /** A powerline: for whatever subject the delegations have that the issuer holds. */
  public DelegationBuilder anySubject() {
    subject = Ipld.NULL;
    return this;
  }

  public DelegationBuilder command(Command granted) {
    command = granted;
    return this;
  }

  public DelegationBuilder policy(Policy asked) {
    policy = asked;
    return this;
  }

  public DelegationBuilder nonce(Bytes unique) {
    nonce = unique;
    return this;
  }

  public DelegationBuilder meta(IpldMap said) {
    meta = said;
    return this;
  }

  /** The first second at which it is valid. */
  public DelegationBuilder notBefore(long unixSeconds) {
    notBefore = unixSeconds;
    return this;
  }

  /** The last second at which it is valid. */
  public DelegationBuilder expires(long unixSeconds) {
    expires = Ipld.of(unixSeconds);
    return this;
  }

  public DelegationBuilder neverExpires() {
    expires = Ipld.NULL;
    return this;
  }

  /** For tests against implementations that know the candidate only. */
  DelegationBuilder tag(String other) {
    tag = other;
    return this;
  }

  /**
   * The delegation, issued by the key's owner.
   *
   * @throws IllegalStateException where a field that has to be said was not
   * @throws IllegalArgumentException where the fields make no token that could be read again
   */
  public Delegation sign(SigningKey issuer) {
    IpldMap.Builder content =
        IpldMap.builder()
            .put("iss", Ipld.of(issuer.did().toString()))
            .put("aud", Ipld.of(said(audience, "audience").toString()))
            .put("sub", said(subject, "subject"))
            .put("cmd", Ipld.of(said(command, "command").toString()))
            .put("pol", policy.toIpld())
            .put("nonce", Ipld.of(said(nonce, "nonce")))
            .put("exp", said(expires, "expiry"));
    if (meta != null) {
      content.put("meta", meta);
    }
    if (notBefore != null) {
      content.put("nbf", Ipld.of(notBefore));
    }
    SignedEnvelope envelope = SignedEnvelope.sign(issuer, tag, content.build());
    try {
      return Delegation.decode(envelope.bytes()).orThrow();
    } catch (UcanException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static <T> T said(@Nullable T field, String name) {
    if (field == null) {
      throw new IllegalStateException("not said: " + name);
    }
    return field;
  }
}
