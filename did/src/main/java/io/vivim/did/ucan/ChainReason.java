package io.vivim.did.ucan;

import java.util.Locale;

/** Why a chain of delegations grants nothing, or not what was asked for; a closed list. */
public enum ChainReason {
  /** No delegation at all. */
  CHAIN_EMPTY("the chain has no delegation"),
  /** More delegations than the limit. */
  CHAIN_LENGTH("the chain is longer than the limit"),

  /** The first delegation is a powerline, so that there is no subject. */
  ROOT_POWERLINE("the first delegation names no subject"),
  /** The first delegation was not issued by its subject. */
  ROOT_ISSUER("the first delegation is not issued by its subject"),
  /** A delegation issued by another than the audience of the one before. */
  PRINCIPALS("the issuer is not the audience of the delegation before"),
  /** A delegation about another subject than the first. */
  SUBJECT("the subject is not that of the first delegation"),
  /** A delegation of more commands than the one before grants. */
  COMMAND_WIDENED("the command is not within that of the delegation before"),
  /** The time is before the first second of its validity. */
  NOT_YET_VALID("the delegation is not valid yet"),
  /** The time is after the last second of its validity. */
  EXPIRED("the delegation has expired"),
  /** Revoked by one who may. */
  REVOKED("the delegation was revoked"),
  /** An issuer of another method or another type of key. */
  ISSUER_KEY("the issuer is not a did:key of an Ed25519 key"),
  /** A signature that is not good by the one rule. */
  SIGNATURE("the signature is not good"),

  /** Asked by another than the last audience. */
  INVOKER("the request is not made by the audience of the last delegation"),
  /** Asked about another subject. */
  REQUEST_SUBJECT("the request is about another subject"),
  /** Asked for a command that was not delegated. */
  REQUEST_COMMAND("the command requested is not within the delegated one"),
  /** A policy is false over the arguments. */
  POLICY("the arguments do not satisfy a policy"),
  /** The policies cost more to evaluate than the limit. */
  POLICY_COST("evaluating the policies costs more than the limit");

  private final String code;
  private final String text;

  ChainReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code root-issuer}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
