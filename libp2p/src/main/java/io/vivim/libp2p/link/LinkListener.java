package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;

/** Whoever has the links that transports make. Called on event loops, and never for long. */
public interface LinkListener {
  /** Whether a connection may come in; asked before anything is spent on it. */
  boolean admits(Multiaddr remote);

  /** A peer made a link to us; nothing has come on it yet. */
  void accepted(Link link);

  /** A connection that came in did not become a link. */
  void refused(Multiaddr remote, UpgradeException why);

  /** The peer of a link, ours or its own, opened a stream. */
  void incoming(Link link, LinkStream stream);
}
