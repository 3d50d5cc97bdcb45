package io.vivim.did.ucan;

import io.vivim.codec.Limits;

/** What one token, chain or evaluation may ask for; all of it is part of the format. */
public final class UcanLimits {
  /** Half of what an event's payload may have, so that a delegation always fits one. */
  public static final int MAX_TOKEN_BYTES = 32 * 1024;

  /** Lists and maps inside one another, counted from the envelope. */
  public static final int MAX_TOKEN_DEPTH = 64;

  /** Values and map keys of a token in all. */
  public static final int MAX_TOKEN_ITEMS = 4096;

  /** UTF-16 units of a DID; a did:key has its own, lower limit. */
  public static final int MAX_DID_CHARS = 512;

  /** UTF-16 units. */
  public static final int MAX_COMMAND_CHARS = 1024;

  /** Statements inside one another; those at the top have depth 1. */
  public static final int MAX_POLICY_DEPTH = 16;

  /** Statements of one policy, inner ones included. */
  public static final int MAX_POLICY_STATEMENTS = 256;

  /** UTF-16 units. */
  public static final int MAX_SELECTOR_CHARS = 1024;

  /** UTF-16 units. */
  public static final int MAX_PATTERN_CHARS = 1024;

  /** What evaluating all policies of a chain may cost, counted as the specification page says. */
  public static final long MAX_EVALUATION_STEPS = 1 << 20;

  /** Delegations from the root to the invoker. */
  public static final int MAX_CHAIN_LENGTH = 16;

  /** Tokens of one container. */
  public static final int MAX_CONTAINER_TOKENS = 16;

  /** Bytes of a container's CBOR, after decompression. */
  public static final int MAX_CONTAINER_BYTES = MAX_CONTAINER_TOKENS * MAX_TOKEN_BYTES + 1024;

  /** UTF-16 units of a token's or container's text. */
  public static final int MAX_TEXT_CHARS = 1024 * 1024;

  /** The largest integer that JavaScript holds exactly, and the largest that a token may hold. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  static final Limits TOKEN = new Limits(MAX_TOKEN_BYTES, MAX_TOKEN_DEPTH, MAX_TOKEN_ITEMS);

  private UcanLimits() {}
}
