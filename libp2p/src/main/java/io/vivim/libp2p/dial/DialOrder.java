package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.address.Reach;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which addresses are tried (RFC 8305, section 4, in spirit): near before far, plain
 * before wrapped connections, and within that IPv6 and IPv4 in turns, for what is wrong with one
 * family is mostly wrong with all of it. Where nothing else decides, as they were given.
 */
final class DialOrder {
  private DialOrder() {}

  static List<Multiaddr> of(Collection<Multiaddr> addresses) {
    Map<Place, List<Multiaddr>> byPlace = new TreeMap<>();
    for (Multiaddr address : addresses) {
      byPlace.computeIfAbsent(Place.of(address), any -> new ArrayList<>()).add(address);
    }
    List<Multiaddr> ordered = new ArrayList<>();
    byPlace.values().forEach(each -> interleave(each, ordered));
    return ordered;
  }

  /**
   * What is tried together.
   *
   * @param layers how many protocols there are from the host to the peer
   */
  private record Place(Reach reach, int layers) implements Comparable<Place> {
    static Place of(Multiaddr address) {
      int peer = address.has(Protocol.P2P) ? 1 : 0;
      return new Place(Reach.of(address), address.parts().size() - peer);
    }

    @Override
    public int compareTo(Place that) {
      return Comparator.comparing(Place::reach).thenComparing(Place::layers).compare(this, that);
    }
  }

  private static void interleave(List<Multiaddr> addresses, List<Multiaddr> into) {
    Deque<Multiaddr> six = new ArrayDeque<>();
    Deque<Multiaddr> others = new ArrayDeque<>();
    for (Multiaddr address : addresses) {
      boolean isSix = address.parts().get(0).protocol() == Protocol.IP6;
      (isSix ? six : others).add(address);
    }
    while (!six.isEmpty() || !others.isEmpty()) {
      if (!six.isEmpty()) {
        into.add(six.remove());
      }
      if (!others.isEmpty()) {
        into.add(others.remove());
      }
    }
  }
}
