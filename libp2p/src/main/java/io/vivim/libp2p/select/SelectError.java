package io.vivim.libp2p.select;

/** Why a negotiation came to nothing. */
public enum SelectError {
  /** The length of a message is zero, or not written in its shortest form. */
  BAD_LENGTH,
  /** A message is longer than 1,024 bytes. */
  TOO_LONG,
  /** A message is no line: its last byte, and that alone, has to be a newline. */
  NOT_A_LINE,
  /** A message is not UTF-8. */
  NOT_TEXT,
  /** The peer's first message is not the name of this protocol. */
  NO_HEADER,
  /** The answer to a proposal is neither the proposal nor a refusal. */
  BAD_ANSWER,
  /** The peer speaks none of the protocols that were proposed. */
  NONE_AGREED,
  /** The peer proposed more than {@link Responder#MAX_PROPOSALS}. */
  TOO_MANY_PROPOSALS
}
