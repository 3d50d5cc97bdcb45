package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.address.Reach;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where others see us. Anybody may say anything, so an address counts once observers in several
 * networks say the same, and each network has one voice for each address at which we listen. For
 * one thread at a time.
 */
final class ObservedAddresses {
  /** Networks that have to agree. */
  static final int THRESHOLD = 4;

  /** Voices that are remembered, the last ones. */
  static final int MAX_VOICES = 1024;

  /** Addresses that count at the same time, those with the most voices. */
  static final int MAX_CONFIRMED = 8;

  /** How long a voice counts. */
  static final Duration TIME_TO_LIVE = Duration.ofHours(12);

  private static final int IP4_NETWORK_BYTES = 3;
  private static final int IP6_NETWORK_BYTES = 6;

  /** The one that spoke last behind the others. */
  private final Map<Speaker, Voice> voices = new LinkedHashMap<>();

  /**
   * Whose voice it is, and about what.
   *
   * @param local where we listen
   * @param network the first bytes of the observer's address
   */
  private record Speaker(Multiaddr local, Bytes network) {}

  /**
   * What it says.
   *
   * @param at in milliseconds
   */
  private record Voice(Multiaddr seen, long at) {}

  /**
   * An observer says where it sees us.
   *
   * @param seen what it says
   * @param local this end of the link on which it does
   * @param observer the other end
   * @param listening where we listen: a link that ends elsewhere tells of an address that the
   *     system chose for that link alone
   */
  void observe(
      Multiaddr seen,
      Multiaddr local,
      Multiaddr observer,
      Collection<Multiaddr> listening,
      long now) {
    boolean counts =
        listening.contains(local)
            && !listening.contains(seen)
            && isOfTheKind(seen, local)
            && isBelievable(Reach.of(seen), Reach.of(observer));
    if (counts) {
      Speaker speaker = new Speaker(local, network(observer));
      voices.remove(speaker);
      voices.put(speaker, new Voice(seen, now));
      if (voices.size() > MAX_VOICES) {
        voices.remove(voices.keySet().iterator().next());
      }
    }
  }

  /** An address that differs in host and port alone. */
  private static boolean isOfTheKind(Multiaddr seen, Multiaddr local) {
    return protocols(seen).equals(protocols(local));
  }

  private static List<Protocol> protocols(Multiaddr address) {
    return address.parts().stream().map(Part::protocol).toList();
  }

  /** Who is far away cannot see us at an address that is near. */
  private static boolean isBelievable(Reach seen, Reach observer) {
    return seen == Reach.PUBLIC || (seen == Reach.PRIVATE && observer != Reach.PUBLIC);
  }

  private static Bytes network(Multiaddr observer) {
    Bytes ip = observer.parts().get(0).value();
    boolean isIp4 = observer.parts().get(0).protocol() == Protocol.IP4;
    return ip.slice(0, Math.min(ip.size(), isIp4 ? IP4_NETWORK_BYTES : IP6_NETWORK_BYTES));
  }

  /** Voices that are remembered. */
  int size() {
    return voices.size();
  }

  /** The addresses on which enough agree, those with the most voices first. */
  List<Multiaddr> confirmed(long now) {
    voices.values().removeIf(voice -> now - voice.at >= TIME_TO_LIVE.toMillis());
    Map<Multiaddr, Long> count =
        voices.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.getValue().seen,
                    Collectors.mapping(
                        each -> each.getKey().network,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), networks -> (long) networks.size()))));
    return count.entrySet().stream()
        .filter(each -> each.getValue() >= THRESHOLD)
        .sorted(
            Map.Entry.<Multiaddr, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_CONFIRMED)
        .map(Map.Entry::getKey)
        .toList();
  }
}
