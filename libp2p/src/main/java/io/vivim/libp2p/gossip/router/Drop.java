package io.vivim.libp2p.gossip.router;

import java.util.Locale;

/** Why something that came was not taken: a closed list, to be counted. */
public enum Drop {
  /** Everything from a peer whose score is below the graylist's threshold. */
  GRAYLISTED,
  /** A message of a topic that nobody here wants. */
  OTHER_TOPIC,
  /** A message that we made. */
  OWN,
  /** A message that is known already. */
  DUPLICATE,
  /**
   * A message that says of its author what the policy forbids, or does not say what it asks for.
   */
  POLICY,
  /** A message of a peer, or of a topic, of which too many wait for their verdict. */
  INBOX_FULL,
  /** A subscription beyond what a peer may have, or that the filter does not let through. */
  SUBSCRIPTION,
  /** A peer, where there are too many. */
  TOO_MANY_PEERS,
  /** Gossip from a peer whose score is too low, or beyond what it may tell in a heartbeat. */
  IHAVE,
  /** A request from such a peer, or for more than it may ask for. */
  IWANT,
  /** More of what a peer does not want than is remembered. */
  IDONTWANT,
  /** A graft that was not accepted. */
  GRAFT,
  /** A message that the application ignored. */
  IGNORED,
  /** A message that the application rejected. */
  REJECTED,
  /** A message whose signature is not its author's. */
  FORGED;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The stable code, such as {@code inbox-full}. */
  public String code() {
    return code;
  }
}
