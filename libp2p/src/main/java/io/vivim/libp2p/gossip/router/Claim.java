package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.peer.PeerId;
import java.util.LinkedHashSet;
import java.util.Set;

/** A message that waits for its verdict. Until then nobody else hears of it. */
public final class Claim {
  private final Bytes id;
  private final GossipMessage message;

  // Owned by the router.

  /** All that have sent just this, the first one first. */
  final Set<PeerId> senders = new LinkedHashSet<>();

  /** Whoever was the first, as it was then; it may have gone and come back since. */
  final Peer peer;

  final Topic topic;
  final Delivery delivery;
  boolean isJudged;

  Claim(Bytes id, GossipMessage message, Peer peer, Topic topic, Delivery delivery) {
    this.id = id;
    this.message = message;
    this.peer = peer;
    this.topic = topic;
    this.delivery = delivery;
    this.senders.add(peer.id);
  }

  public Bytes id() {
    return id;
  }

  public GossipMessage message() {
    return message;
  }

  /** Who was the first to send it. */
  public PeerId from() {
    return peer.id;
  }
}
