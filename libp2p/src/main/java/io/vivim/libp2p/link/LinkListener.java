package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/** Whoever has the links that transports make. Called on event loops, and never for long. */
public interface LinkListener {
  /**
   * Somebody connects: who follows that, or nothing where it may not come in. Asked before anything
   * is spent on it; of one that may not come in nothing more is told.
   */
  Optional<Passage> arrives(Multiaddr local, Multiaddr remote);

  /**
   * Somebody is to be dialled: who follows that, or nothing where it may not be.
   *
   * @param expected who the peer has to be, where that is known
   */
  Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected);

  /** A peer made a link to us; nothing has come on it yet. */
  void accepted(Link link);

  /** A connection that came in did not become a link. */
  void refused(Multiaddr remote, UpgradeException why);

  /** The peer of a link, ours or its own, opened a stream. */
  void incoming(Link link, LinkStream stream);
}
