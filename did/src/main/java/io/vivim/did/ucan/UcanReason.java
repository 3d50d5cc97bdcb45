package io.vivim.did.ucan;

import java.util.Locale;

/** Why a token, or a part of one, was refused for what it is; a closed list. */
public enum UcanReason {
  /** Nothing that a token is written as. */
  TEXT("the text is no known form of a token"),
  /** A text longer than any container. */
  TEXT_LENGTH("the text is longer than its limit"),
  /** A container where one token is asked for, or one with too many. */
  TOKEN_COUNT("the container does not hold as many tokens as may be here"),
  /** Not canonical DAG-CBOR, or beyond a token's limits; the codec's refusal says what. */
  BYTES("the bytes are not canonical DAG-CBOR within the limits"),

  /** Not a list of a signature and a map of a header and one tagged content. */
  ENVELOPE("the value is not a UCAN envelope"),
  /** A signature over something else than DAG-CBOR, or not of Ed25519. */
  VARSIG("the signature is not of Ed25519 over DAG-CBOR"),
  /** An Ed25519 signature that is not 64 bytes. */
  SIGNATURE_LENGTH("the signature does not have 64 bytes"),
  /** An invocation, another version, or no UCAN at all. */
  TAG("the envelope does not hold a delegation of a known version"),

  /** A field that delegations do not have. */
  UNKNOWN_FIELD("delegations have no such field"),
  /** A required field; sub and exp are required even where they are null. */
  MISSING_FIELD("a required field is missing"),
  /** A field whose value is not of its kind. */
  FIELD_TYPE("the field's value is not of its kind"),
  /** A text that is no DID, or a did:key that names no key. */
  DID("the text is not a DID"),
  /** A command that breaks the grammar. */
  COMMAND("the command is not lower-case segments, each behind a slash"),
  /** A nonce without a byte, which makes nothing unique. */
  NONCE("the nonce is empty"),
  /** An integer that JavaScript could not hold. */
  INTEGER_RANGE("an integer is beyond 2^53 - 1"),

  /** A policy or statement of the wrong shape. */
  STATEMENT("a statement is a list of operator, selector and argument"),
  /** An operator that the language does not have. */
  OPERATOR("the operator is unknown"),
  /** A selector that breaks the grammar, or is longer than its limit. */
  SELECTOR("the selector breaks the grammar"),
  /** An argument that its operator cannot take. */
  OPERAND("the argument is not of the kind that its operator takes"),
  /** Statements too deep inside one another. */
  POLICY_DEPTH("statements are nested deeper than the limit"),
  /** Too many statements. */
  POLICY_STATEMENTS("the policy has more statements than the limit");

  private final String code;
  private final String text;

  UcanReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code missing-field}. */
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
