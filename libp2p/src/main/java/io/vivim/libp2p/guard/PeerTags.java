package io.vivim.libp2p.guard;

import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What peers are worth, and which ones must stay, each for reasons that have names: parts of a
 * program do not undo what others have said. For any thread.
 */
public final class PeerTags {
  // Guarded by this.
  private final Map<PeerId, Map<String, Integer>> values = new HashMap<>();
  private final Map<PeerId, Set<String>> protections = new HashMap<>();

  /** A peer is worth so much to whoever has this tag, in place of what was said before. */
  public synchronized void tag(PeerId peer, String tag, int value) {
    values.computeIfAbsent(peer, any -> new HashMap<>()).put(tag, value);
  }

  public synchronized void untag(PeerId peer, String tag) {
    values.computeIfPresent(
        peer,
        (any, tags) -> {
          tags.remove(tag);
          return tags.isEmpty() ? null : tags;
        });
  }

  /** What a peer is worth in all. */
  public synchronized int value(PeerId peer) {
    return values.getOrDefault(peer, Map.of()).values().stream().mapToInt(each -> each).sum();
  }

  /** The links of a peer stay until every tag that protects it is taken back. */
  public synchronized void protect(PeerId peer, String tag) {
    protections.computeIfAbsent(peer, any -> new HashSet<>()).add(tag);
  }

  public synchronized void unprotect(PeerId peer, String tag) {
    protections.computeIfPresent(
        peer,
        (any, tags) -> {
          tags.remove(tag);
          return tags.isEmpty() ? null : tags;
        });
  }

  public synchronized boolean isProtected(PeerId peer) {
    return protections.containsKey(peer);
  }
}
