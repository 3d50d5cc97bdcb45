package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.peer.PeerId;

/** What happens to a router. */
public sealed interface Input {
  /**
   * A peer is here, or there is a new stream to one that is.
   *
   * @param isDialled whether we went to it
   * @param place its IP address
   */
  record Connected(PeerId peer, Speaks speaks, boolean isDialled, String place) implements Input {}

  /** A peer has gone. */
  record Disconnected(PeerId peer) implements Input {}

  /** A peer said something. */
  record Received(PeerId peer, Rpc rpc) implements Input {}

  /** A peer said something that cannot be read. */
  record Garbled(PeerId peer) implements Input {}

  /** A message of ours is to be published. */
  record Publish(GossipMessage message) implements Input {}

  /** There is a verdict on a message. */
  record Judged(Claim claim, Judgement judgement) implements Input {}

  /** A topic's messages are wanted from now on. */
  record Subscribe(String topic) implements Input {}

  /** A topic's messages are wanted no more. */
  record Unsubscribe(String topic) implements Input {}

  /** Another {@link MeshParams#heartbeat} has passed. */
  record Heartbeat() implements Input {}
}
