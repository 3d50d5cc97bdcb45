package io.vivim.libp2p.gossip;

/** What an application thinks of a message. */
public enum Verdict {
  /** It is delivered and passed on. */
  ACCEPT,
  /** It is neither, and nobody is blamed. */
  IGNORE,
  /** It is neither, and whoever sent it should have known. */
  REJECT
}
