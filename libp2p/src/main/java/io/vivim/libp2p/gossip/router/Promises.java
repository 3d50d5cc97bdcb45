package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages that peers have told of and were asked for. One of each lot is remembered, so that there
 * are no more promises than there was gossip.
 */
final class Promises {
  /** When each is due; of each message one a peer. */
  private final Map<Bytes, Map<PeerId, Long>> due = new LinkedHashMap<>();

  private int size;

  void add(Bytes id, PeerId by, long deadline) {
    if (due.computeIfAbsent(id, one -> new LinkedHashMap<>()).putIfAbsent(by, deadline) == null) {
      size++;
    }
  }

  /** The message is here, whoever it came from. */
  void kept(Bytes id) {
    Map<PeerId, Long> kept = due.remove(id);
    size -= kept == null ? 0 : kept.size();
  }

  /** A peer is gone, and whatever it promised with it. */
  void forget(PeerId peer) {
    for (Iterator<Map<PeerId, Long>> each = due.values().iterator(); each.hasNext(); ) {
      Map<PeerId, Long> one = each.next();
      size -= one.remove(peer) == null ? 0 : 1;
      if (one.isEmpty()) {
        each.remove();
      }
    }
  }

  /** Who did not keep how many promises, which are forgotten. */
  Map<PeerId, Integer> broken(long now) {
    Map<PeerId, Integer> broken = new HashMap<>();
    for (Iterator<Map<PeerId, Long>> each = due.values().iterator(); each.hasNext(); ) {
      Map<PeerId, Long> one = each.next();
      one.entrySet()
          .removeIf(
              promise -> {
                boolean isBroken = now - promise.getValue() >= 0;
                if (isBroken) {
                  broken.merge(promise.getKey(), 1, Integer::sum);
                  size--;
                }
                return isBroken;
              });
      if (one.isEmpty()) {
        each.remove();
      }
    }
    return broken;
  }

  int size() {
    return size;
  }
}
