package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.gossip.rpc.GossipMessage;

/** What messages say of who made them (libp2p specifications, "pubsub", "Message Signing"). */
public enum SignaturePolicy {
  /** Each names its author and is signed; nothing else is taken. */
  STRICT_SIGN,
  /** None says anything of who made it; nothing else is taken. */
  STRICT_NO_SIGN,
  /** Ours say nothing; of others those are taken that say nothing, or that are signed. */
  ANONYMOUS;

  /** Whether a message says what it has to, and no more; its signature is not looked at. */
  public boolean takes(GossipMessage message) {
    return switch (this) {
      case STRICT_SIGN -> message.isSigned();
      case STRICT_NO_SIGN -> message.isAnonymous();
      case ANONYMOUS -> message.isAnonymous() || message.isSigned();
    };
  }
}
