package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The links that there are, by peer, the oldest first. For any thread. */
final class LinkTable {
  private final PeerId self;

  // Guarded by this.
  private final Map<PeerId, Set<Link>> links = new LinkedHashMap<>();

  LinkTable(PeerId self) {
    this.self = self;
  }

  synchronized void add(Link link) {
    links.computeIfAbsent(link.peer(), any -> new LinkedHashSet<>()).add(link);
  }

  synchronized void remove(Link link) {
    links.computeIfPresent(
        link.peer(),
        (peer, all) -> {
          all.remove(link);
          return all.isEmpty() ? null : all;
        });
  }

  /** The one to use. */
  Optional<Link> find(PeerId peer) {
    return Twins.best(self, of(peer));
  }

  synchronized List<Link> of(PeerId peer) {
    return List.copyOf(links.getOrDefault(peer, Set.of()));
  }

  synchronized List<PeerId> peers() {
    return List.copyOf(links.keySet());
  }

  synchronized List<Link> all() {
    return new ArrayList<>(links.values().stream().flatMap(Collection::stream).toList());
  }
}
