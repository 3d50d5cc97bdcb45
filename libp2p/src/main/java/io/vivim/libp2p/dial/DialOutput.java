package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** What is to be done for dialling. */
sealed interface DialOutput {
  /** A name is to be looked up. */
  record LookUp(PeerId peer, Multiaddr name) implements DialOutput {}

  /** A link is to be tried. */
  record Begin(long attempt, PeerId peer, Multiaddr address) implements DialOutput {}

  /** An attempt is to end, and the link that may have come of it as well. */
  record GiveUp(long attempt) implements DialOutput {}

  /** The link of this attempt is what was asked for. */
  record Won(PeerId peer, long attempt) implements DialOutput {}

  /** No link comes about. */
  record Lost(PeerId peer, String why, List<Tried> tried) implements DialOutput {}

  /** This is the next time to be woken at, instead of any before. */
  record WakeAt(long nanos) implements DialOutput {}
}
