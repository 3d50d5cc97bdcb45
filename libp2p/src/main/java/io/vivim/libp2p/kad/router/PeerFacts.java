package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.Optional;

/** What is known of peers outside of a router, on whose thread it is asked. */
public interface PeerFacts {
  /** Where we are. */
  List<Multiaddr> ours();

  /** Where a peer is, and how we stand with it. */
  KadPeer peer(PeerId peer);

  /** The message of a peer's public key. */
  Optional<Bytes> publicKey(PeerId peer);
}
