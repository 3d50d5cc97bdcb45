package io.vivim.libp2p.kad.rpc;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** A peer that another one names, and where that one says it is. */
public record KadPeer(PeerId id, List<Multiaddr> addresses, Connection connection) {
  public KadPeer {
    addresses = List.copyOf(addresses);
  }

  /** A peer that nothing but its addresses is said of. */
  public static KadPeer at(PeerId id, List<Multiaddr> addresses) {
    return new KadPeer(id, addresses, Connection.NOT_CONNECTED);
  }
}
