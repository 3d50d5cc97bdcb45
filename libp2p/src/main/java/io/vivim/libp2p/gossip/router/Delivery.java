package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is known of a message id: whether it was judged, and who brought it about then. */
final class Delivery {
  /** How many messages of one id are judged at once; more than one is somebody's lie. */
  static final int MOST_RIVALS = 4;

  enum Status {
    PENDING,
    VALID,
    IGNORED,
    INVALID
  }

  Status status;
  final long arrived;
  long judged;

  /** Those with this id that wait for their verdict; they differ from each other. */
  final List<Claim> claims = new ArrayList<>(1);

  /** Whose copy was counted since the verdict. */
  private Set<PeerId> counted = Set.of();

  Delivery(Status status, long now) {
    this.status = status;
    this.arrived = now;
  }

  /** Whether a copy from this peer is the first one since the verdict. */
  boolean count(PeerId peer) {
    if (counted.isEmpty()) {
      counted = new HashSet<>();
    }
    return counted.add(peer);
  }
}
