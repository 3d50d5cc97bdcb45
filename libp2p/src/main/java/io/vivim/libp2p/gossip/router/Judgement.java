package io.vivim.libp2p.gossip.router;

/** What becomes of a message. */
public enum Judgement {
  /** It is delivered and passed on. */
  ACCEPT,
  /** It is neither, and nobody is blamed. */
  IGNORE,
  /** It is neither, and whoever sent it should have known. */
  REJECT,
  /**
   * The same, and its id says nothing of others that have it: the signature is not its author's.
   */
  FORGED
}
