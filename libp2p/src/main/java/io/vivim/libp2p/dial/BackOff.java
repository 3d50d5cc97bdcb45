package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Which addresses of which peers rest after failures: each time twice as long, less up to a half of
 * it by chance, so that those who lost a peer together do not come back together.
 */
final class BackOff {
  private static final int MAX_DOUBLINGS = 30;

  private final DialLimits limits;
  private final DoubleSupplier random;
  private final Map<PeerId, Map<Multiaddr, Rest>> rests = new LinkedHashMap<>();

  /**
   * @param until in nanoseconds
   */
  private record Rest(int failures, long until) {}

  /**
   * @param random from 0 to 1
   */
  BackOff(DialLimits limits, DoubleSupplier random) {
    this.limits = limits;
    this.random = random;
  }

  boolean isResting(PeerId peer, Multiaddr address, long now) {
    Rest rest = rests.getOrDefault(peer, Map.of()).get(address);
    return rest != null && now - rest.until < 0;
  }

  void failed(PeerId peer, Multiaddr address, long now) {
    Map<Multiaddr, Rest> ofPeer = rests.remove(peer);
    if (ofPeer == null) {
      ofPeer = new LinkedHashMap<>();
    }
    Rest before = ofPeer.remove(address);
    boolean isLongAgo = before == null || now - before.until > limits.longestBackOff().toNanos();
    int failures = before == null || isLongAgo ? 1 : before.failures + 1;
    ofPeer.put(address, new Rest(failures, now + length(failures)));
    trim(ofPeer, limits.addressesPerPeer());
    rests.put(peer, ofPeer);
    trim(rests, limits.backOffPeers());
  }

  private long length(int failures) {
    long first = limits.firstBackOff().toNanos();
    long longest = limits.longestBackOff().toNanos();
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long full = first > longest >> doublings ? longest : first << doublings;
    return full - (long) (random.getAsDouble() * (full / 2.0));
  }

  /** The peer was reached: it is there after all. */
  void forget(PeerId peer) {
    rests.remove(peer);
  }

  int peers() {
    return rests.size();
  }

  /** How many addresses are remembered, of all peers. */
  int size() {
    return rests.values().stream().mapToInt(Map::size).sum();
  }

  /** Those that failed the longest ago go first. */
  private static <K, V> void trim(Map<K, V> map, int most) {
    while (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
