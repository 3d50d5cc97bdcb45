package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/** What a router wants to be done. */
public sealed interface Output {
  /** Tell a peer this. */
  record Send(PeerId peer, Rpc rpc) implements Output {}

  /** Judge a message, and say so by {@link Input.Judged}. */
  record Judge(Claim claim) implements Output {}

  /** Give a message to whoever wants the topic. */
  record Deliver(Bytes id, GossipMessage message, PeerId from) implements Output {}

  /**
   * Go to a peer.
   *
   * @param record where it is to be found, signed by it if it is good, which nobody has checked
   */
  record Connect(PeerId peer, Optional<Bytes> record) implements Output {}

  /** A message of ours was published; {@link Send} says to whom. */
  record Published(Bytes id, GossipMessage message, int peers) implements Output {}

  /** Something was not taken. */
  record Dropped(PeerId peer, Drop why) implements Output {}
}
