package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** What a router wants to be done. */
public sealed interface Output {
  /**
   * Ask a peer, and say what became of it by the number of the request.
   *
   * @param addresses where it is, as others say
   */
  record Ask(long request, PeerId peer, List<Multiaddr> addresses, KadMessage message)
      implements Output {}

  /** Nobody waits for an answer any more. */
  record Abandon(long request) implements Output {}

  /** Answer what was asked on a stream. */
  record Answer(long stream, KadMessage message) implements Output {}

  /** Take what was told on a stream; nothing is to be said. */
  record Heard(long stream) implements Output {}

  /** Break a stream off: what was asked is against the rules. */
  record Refuse(long stream) implements Output {}

  /** A peer provides what somebody looks for. */
  record Found(long ticket, KadPeer provider) implements Output {}

  /** What somebody wanted is done. */
  record Done(long ticket, Outcome outcome) implements Output {}

  /** Somebody says where a peer is. */
  record Learned(KadPeer peer) implements Output {}
}
