package io.vivim.libp2p.discovery;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** Finds those peers that whoever runs the host has named. */
public final class Bootstrap implements Finder {
  private final List<Multiaddr> addresses;

  /**
   * @param addresses each ends in the name of its peer
   */
  public Bootstrap(List<Multiaddr> addresses) {
    this.addresses = List.copyOf(addresses);
    addresses.forEach(Bootstrap::peerOf);
  }

  private static PeerId peerOf(Multiaddr address) {
    return address
        .peerId()
        .orElseThrow(() -> new IllegalArgumentException("no peer's name at the end of " + address));
  }

  @Override
  public void look(Finds finds) {
    addresses.forEach(each -> finds.found(peerOf(each), List.of(each), Source.GIVEN));
  }
}
