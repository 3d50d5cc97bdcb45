package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A way to reach peers and to be reached. One that brings security and streams of its own makes
 * links by itself; the others share one {@link Upgrade}.
 */
interface Transport {
  /** Whether it knows what to do with an address. */
  boolean takes(Multiaddr address);

  /**
   * Begins to make a link.
   *
   * @param expected who the peer has to be, where that is known
   */
  Attempt dial(Multiaddr address, Optional<PeerId> expected);

  /** Takes connections at an address, until that is closed. */
  CompletionStage<Listening> listen(Multiaddr address);
}
