package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.UpgradeException;

/** Is told what happens to a host's links; on threads of the host, and never for long. */
public interface HostListener {
  /** Tells nobody. */
  HostListener NONE = new HostListener() {};

  /** There is a link, ours or the peer's. */
  default void connected(Link link) {}

  /** A peer has said what it is. */
  default void identified(Link link, Identity identity) {}

  /** A link is over. */
  default void closed(Link link, LinkEnd why) {}

  /** Whoever speaks the protocol of a stream failed, and the stream is broken off. */
  default void failed(Stream stream, Exception why) {}

  /** A connection that came in did not become a link. */
  default void refused(Multiaddr remote, UpgradeException why) {}
}
