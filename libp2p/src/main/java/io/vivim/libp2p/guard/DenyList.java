package io.vivim.libp2p.guard;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A gate that is open but to those on its lists. Who is put there later is not let in again; links
 * that are there go on. For any thread.
 */
public final class DenyList implements Gate {
  private final Set<PeerId> peers = ConcurrentHashMap.newKeySet();
  private final Set<IpRange> ranges = ConcurrentHashMap.newKeySet();

  /** From now on a peer is not let in. */
  public void deny(PeerId peer) {
    peers.add(peer);
  }

  /** From now on nobody with such an address is. */
  public void deny(IpRange range) {
    ranges.add(range);
  }

  public void allow(PeerId peer) {
    peers.remove(peer);
  }

  /** Takes a range off the list again, one that was put there as it stands. */
  public void allow(IpRange range) {
    ranges.remove(range);
  }

  @Override
  public boolean mayDial(PeerId peer, Multiaddr address) {
    return !peers.contains(peer) && isAllowed(address);
  }

  @Override
  public boolean mayArrive(Multiaddr local, Multiaddr remote) {
    return isAllowed(remote);
  }

  @Override
  public boolean mayEnter(PeerId peer, Multiaddr remote) {
    return !peers.contains(peer) && isAllowed(remote);
  }

  private boolean isAllowed(Multiaddr address) {
    return Networks.ip(address)
        .map(ip -> ranges.stream().noneMatch(range -> range.contains(ip)))
        .orElse(true);
  }
}
