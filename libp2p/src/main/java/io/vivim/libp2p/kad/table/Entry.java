package io.vivim.libp2p.kad.table;

import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/** A peer in a routing table. */
final class Entry {
  final PeerId peer;
  final Place place;
  final Optional<Neighbourhood> neighbourhood;

  /** When it was last heard of, in nanoseconds. */
  long heard;

  /** Whether it is being asked whether it is there. */
  boolean isAsked;

  Entry(PeerId peer, Place place, Optional<Neighbourhood> neighbourhood, long heard) {
    this.peer = peer;
    this.place = place;
    this.neighbourhood = neighbourhood;
    this.heard = heard;
  }
}
