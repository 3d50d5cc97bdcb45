package io.vivim.libp2p.kad.store;

import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.Map;

/** How much each peer has here, so that none has all of it. */
final class Quotas {
  private final int most;
  private final Map<PeerId, Integer> counts = new HashMap<>();

  /**
   * @param most that one peer may have
   */
  Quotas(int most) {
    this.most = most;
  }

  boolean isUsedUp(PeerId peer) {
    return counts.getOrDefault(peer, 0) >= most;
  }

  void take(PeerId peer) {
    counts.merge(peer, 1, Integer::sum);
  }

  void give(PeerId peer) {
    counts.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
  }
}
