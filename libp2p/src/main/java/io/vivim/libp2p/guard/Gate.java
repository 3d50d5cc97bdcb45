package io.vivim.libp2p.guard;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.PeerId;

/** Says who may be a peer. Asked on event loops, so it answers at once. */
public interface Gate {
  /** Lets everybody in. */
  Gate OPEN = new Gate() {};

  /** Whether a peer may be dialled there; asked before anything is spent on it. */
  default boolean mayDial(PeerId peer, Multiaddr address) {
    return true;
  }

  /** Whether somebody may connect from there; asked before anything is spent on it. */
  default boolean mayArrive(Multiaddr local, Multiaddr remote) {
    return true;
  }

  /** Whether somebody who has proven to be this peer may go on. */
  default boolean mayEnter(PeerId peer, Multiaddr remote) {
    return true;
  }

  /** Whether a link may stay; asked once, when it is one. */
  default boolean mayStay(Link link) {
    return true;
  }
}
