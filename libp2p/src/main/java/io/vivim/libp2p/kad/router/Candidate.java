package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A peer that a lookup has heard of. */
final class Candidate {
  final PeerId peer;
  final Place place;

  /** How many stand between us and it: 1 for those that we know ourselves. */
  final int hops;

  /** Where it is, as others say. */
  final Set<Multiaddr> addresses = new LinkedHashSet<>();

  /** Who named it; nobody where we knew it ourselves. */
  final Set<Candidate> namedBy = new LinkedHashSet<>();

  State state = State.NEW;

  /** How many that it named did not answer. */
  int falseNames;

  /** How many that it named are asked and have not answered so far. */
  int pendingNames;

  /** How many that it named have answered. */
  int trueNames;

  /** Where a candidate stands. */
  enum State {
    NEW,
    ASKED,
    ANSWERED,
    FAILED
  }

  Candidate(PeerId peer, Place place, int hops) {
    this.peer = peer;
    this.place = place;
    this.hops = hops;
  }

  /**
   * Whether nobody else that it named is asked before more of them have answered.
   *
   * @param most by which those who have not answered may outnumber those who have
   */
  boolean isOnTrial(int most) {
    return pendingNames + falseNames >= most + trueNames;
  }

  /** Takes addresses, up to so many. */
  void learn(List<Multiaddr> said, int most) {
    for (Multiaddr address : said) {
      if (addresses.size() < most) {
        addresses.add(address);
      }
    }
  }
}
