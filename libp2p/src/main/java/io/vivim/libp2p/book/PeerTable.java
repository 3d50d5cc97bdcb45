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

/**
 * The peers that are known, up to a bound, the one that changed last behind the others. What it
 * costs to put one in grows with the logarithm of how many there are.
 */
final class PeerTable {
  private final int maxPeers;
  private final Consumer<PeerId> changed;
  private final Map<PeerId, KnownPeer> peers;
  private final Set<PeerId> linked = new HashSet<>();

  /** Of all that are not linked. */
  private final DropOrder order;

  /**
   * @param changed is told of each peer of which other things are known than before, or nothing, or
   *     that is linked and was not, or was and is not
   */
  PeerTable(int maxPeers, Consumer<PeerId> changed) {
    this(maxPeers, changed, new LinkedHashMap<>(), new DropOrder());
  }

  /** Keeps all in an empty map and order, which whoever makes it may watch. */
  PeerTable(int maxPeers, Consumer<PeerId> changed, Map<PeerId, KnownPeer> peers, DropOrder order) {
    this.maxPeers = maxPeers;
    this.changed = changed;
    this.peers = peers;
    this.order = order;
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

  List<PeerId> linked() {
    return List.copyOf(linked);
  }

  boolean isLinked(PeerId peer) {
    return linked.contains(peer);
  }

  /** Whether there was no link to it before. */
  boolean link(PeerId peer) {
    order.remove(peer);
    boolean isFirst = linked.add(peer);
    if (isFirst) {
      find(peer).ifPresent(known -> changed.accept(peer));
    }
    return isFirst;
  }

  /** Whether there was one. */
  boolean unlink(PeerId peer) {
    boolean wasLinked = linked.remove(peer);
    if (wasLinked) {
      find(peer)
          .ifPresent(
              known -> {
                order.put(known);
                changed.accept(peer);
              });
    }
    return wasLinked;
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
    if (!isLinked(peer)) {
      order.put(known);
    }
    changed.accept(peer);
  }

  private boolean makeRoom(KnownPeer forThis, long now) {
    Optional<PeerId> victim = order.first(now, forThis.isHearsay() && !isLinked(forThis.peer()));
    victim.ifPresent(this::remove);
    return victim.isPresent();
  }

  void remove(PeerId peer) {
    order.remove(peer);
    if (peers.remove(peer) != null) {
      changed.accept(peer);
    }
  }
}
