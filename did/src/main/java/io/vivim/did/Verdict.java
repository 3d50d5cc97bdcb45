package io.vivim.did;

import java.util.Locale;

/** What the one rule says of a signature: valid, or the first reason why not; a closed list. */
public enum Verdict {
  VALID("the signature is good"),
  /** The key is not an Ed25519 key. */
  PUBLIC_KEY_TYPE("only Ed25519 keys sign here"),
  /** The public key is not 32 bytes. */
  PUBLIC_KEY_LENGTH("a public key has 32 bytes"),
  /** The signature is not 64 bytes. */
  SIGNATURE_LENGTH("a signature has 64 bytes"),
  /** The public key spells its y coordinate with p or more. */
  PUBLIC_KEY_NOT_CANONICAL("the public key is not in canonical form"),
  /** The public key is one of the eight points of small order, which anyone can sign for. */
  PUBLIC_KEY_SMALL_ORDER("the public key has small order"),
  /** R spells its y coordinate with p or more. */
  R_NOT_CANONICAL("R is not in canonical form"),
  /** R is one of the eight points of small order. */
  R_SMALL_ORDER("R has small order"),
  /** S is not reduced, so a second signature could be made of a first. */
  S_OUT_OF_RANGE("S is not below the group order"),
  /** The public key is no point of the curve. */
  PUBLIC_KEY_NOT_ON_CURVE("the public key is not on the curve"),
  /** All parts are well formed, but the signature is not for this message and key. */
  EQUATION("the signature does not match the message and key");

  private final String code;
  private final String text;

  Verdict(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  public boolean isValid() {
    return this == VALID;
  }

  /** The stable code, such as {@code s-out-of-range}. */
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
