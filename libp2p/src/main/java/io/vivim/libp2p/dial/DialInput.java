package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.Set;

/** What happens to dialling. */
sealed interface DialInput {
  /**
   * Somebody wants a link to a peer; joins the dial that is under way.
   *
   * @param foreign names among the addresses that others say, and that lead to no near address
   */
  record Ask(PeerId peer, List<Multiaddr> addresses, Set<Multiaddr> foreign) implements DialInput {}

  /** A name was looked up. */
  record Found(PeerId peer, Multiaddr name, List<Multiaddr> addresses) implements DialInput {}

  /** A name leads nowhere. */
  record NotFound(PeerId peer, Multiaddr name, String why) implements DialInput {}

  /** An attempt became a link. */
  record Linked(long attempt) implements DialInput {}

  /**
   * An attempt came to nothing.
   *
   * @param isTheirs whether it says something of the address; else this side is why
   */
  record Failed(long attempt, boolean isTheirs, String why) implements DialInput {}

  /** The peer has made a link to us meanwhile. */
  record Reached(PeerId peer) implements DialInput {}

  /** It is as late as it was asked to be woken. */
  record Woken() implements DialInput {}

  /** Nothing is dialled any more. */
  record Stop() implements DialInput {}
}
