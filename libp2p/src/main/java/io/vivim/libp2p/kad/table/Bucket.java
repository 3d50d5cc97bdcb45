package io.vivim.libp2p.kad.table;

import io.vivim.libp2p.peer.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Peers that have equally many bits in common with us, the one that was heard of longest ago first.
 */
final class Bucket {
  final Map<PeerId, Entry> peers = new LinkedHashMap<>();

  /** Those that wait for a place. */
  final Map<PeerId, Entry> spare = new LinkedHashMap<>();

  /** When somebody was last looked for here, in nanoseconds. */
  long refreshed;

  int of(Neighbourhood neighbourhood) {
    int count = 0;
    for (Entry entry : peers.values()) {
      count += entry.neighbourhood.filter(neighbourhood::equals).isPresent() ? 1 : 0;
    }
    return count;
  }

  /** The last to be heard of. */
  void moveToEnd(Entry entry) {
    peers.remove(entry.peer);
    peers.put(entry.peer, entry);
  }

  /** Remembers a peer that there is no place for; where there are too many, the oldest goes. */
  void keep(Entry entry, int most) {
    spare.remove(entry.peer);
    spare.put(entry.peer, entry);
    if (spare.size() > most) {
      Iterator<PeerId> oldest = spare.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whoever was heard of longest ago, and is not being asked already. */
  @Nullable Entry oldest() {
    for (Entry entry : peers.values()) {
      if (!entry.isAsked) {
        return entry;
      }
    }
    return null;
  }
}
