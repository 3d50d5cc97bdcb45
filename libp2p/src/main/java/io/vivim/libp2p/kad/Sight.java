package io.vivim.libp2p.kad;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import java.util.List;

/**
 * Which addresses we and a peer can talk about. Those of our machine or network mean other peers to
 * whoever is elsewhere: it is not told of them, and has no business to send us there.
 */
record Sight(Reach peer) {
  /** With a peer that is at the other end of a link with this address. */
  static Sight of(Multiaddr remote) {
    return new Sight(Reach.of(remote));
  }

  private boolean has(Multiaddr address) {
    return switch (Reach.of(address)) {
      case LOOPBACK -> peer == Reach.LOOPBACK;
      case PRIVATE -> peer == Reach.LOOPBACK || peer == Reach.PRIVATE;
      case PUBLIC, NAMED -> true;
      case NONE -> false;
    };
  }

  /** A message without what is out of sight; peers of which nothing is left are not near to it. */
  KadMessage of(KadMessage message) {
    List<KadPeer> closer =
        message.closer().stream()
            .map(this::of)
            .filter(peer -> !peer.addresses().isEmpty())
            .toList();
    return message.with(closer, message.providers().stream().map(this::of).toList());
  }

  private KadPeer of(KadPeer named) {
    List<Multiaddr> seen = named.addresses().stream().filter(this::has).toList();
    return new KadPeer(named.id(), seen, named.connection());
  }
}
