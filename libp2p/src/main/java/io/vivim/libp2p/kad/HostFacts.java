package io.vivim.libp2p.kad;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.KnownPeer;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.kad.router.PeerFacts;
import io.vivim.libp2p.kad.rpc.Connection;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.List;
import java.util.Optional;

/** What a host knows of peers. */
final class HostFacts implements PeerFacts {
  private final Host host;

  HostFacts(Host host) {
    this.host = host;
  }

  @Override
  public List<Multiaddr> ours() {
    return host.addresses();
  }

  @Override
  public KadPeer peer(PeerId peer) {
    Connection connection =
        host.identity(peer).isPresent() ? Connection.CONNECTED : Connection.NOT_CONNECTED;
    return new KadPeer(peer, host.peers().addresses(peer), connection);
  }

  @Override
  public Optional<Bytes> publicKey(PeerId peer) {
    return host.peers()
        .find(peer)
        .flatMap(KnownPeer::key)
        .or(peer::publicKey)
        .map(PublicKey::encode);
  }
}
