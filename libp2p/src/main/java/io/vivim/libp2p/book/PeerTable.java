package io.vivim.libp2p.book;

import io.vivim.libp2p.peer.PeerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The peers that are known, up to a bound, the one that changed last behind the others. */
final class PeerTable {
  private final int maxPeers;
  private final Consumer<PeerId> changed;
  private final Map<PeerId, KnownPeer> peers = new LinkedHashMap<>();
  private final Set<PeerId> linked = new HashSet<>();

  /**
   * @param changed is told of each peer of which other things are known than before, or nothing
   */
  PeerTable(int maxPeers, Consumer<PeerId> changed) {
    this.maxPeers = maxPeers;
    this.changed = changed;
  }

  Optional<KnownPeer> find(PeerId peer) {
    return Optional.ofNullable(peers.get(peer));
  }

  KnownPeer get(PeerId peer) {
    KnownPeer known = peers.get(peer);
    return known == null ? KnownPeer.named(peer) : known;
  }

  Collection<KnownPeer> all() {
    return peers.values();
  }

  List<PeerId> names() {
    return List.copyOf(peers.keySet());
  }

  boolean isLinked(PeerId peer) {
    return linked.contains(peer);
  }

  /** Whether there was no link to it before. */
  boolean link(PeerId peer) {
    return linked.add(peer);
  }

  boolean unlink(PeerId peer) {
    return linked.remove(peer);
  }

  /** Keeps what is known of a peer, unless others are worth more. */
  void put(KnownPeer known, long now) {
    PeerId peer = known.peer();
    if (known.equals(peers.get(peer))) {
      return;
    }
    if (!peers.containsKey(peer) && peers.size() >= maxPeers && !makeRoom(known, now)) {
      return;
    }
    peers.remove(peer);
    peers.put(peer, known);
    changed.accept(peer);
  }

  private boolean makeRoom(KnownPeer forThis, long now) {
    Optional<PeerId> victim =
        eldest(each -> !each.isLive(now)).or(() -> eldest(KnownPeer::isHearsay));
    if (victim.isEmpty() && (!forThis.isHearsay() || isLinked(forThis.peer()))) {
      victim = eldest(any -> true);
    }
    victim.ifPresent(this::remove);
    return victim.isPresent();
  }

  private Optional<PeerId> eldest(Predicate<KnownPeer> test) {
    return peers.values().stream()
        .filter(each -> !linked.contains(each.peer()) && test.test(each))
        .map(KnownPeer::peer)
        .findFirst();
  }

  void remove(PeerId peer) {
    if (peers.remove(peer) != null) {
      changed.accept(peer);
    }
  }
}
