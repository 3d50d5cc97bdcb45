package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Two links to one peer, as there are when both dial at once. Both sides use the one that the peer
 * with the lower name has dialled; whoever dialled the other takes leave of it once no stream is on
 * it. Who follows another rule keeps two links, or dials again: nothing is cut that is in use. For
 * any thread.
 */
final class Twins {
  /** How long both are left alone, and how often they are looked at. */
  static final Duration WHILE = Duration.ofSeconds(5);

  private final PeerId self;
  private final Timers timers;
  private final Function<PeerId, List<Link>> links;

  /** Who is looked at again, and when. Guarded by this. */
  private final Map<PeerId, Timers.Alarm> watched = new HashMap<>();

  /**
   * @param links those to a peer, the oldest first
   */
  Twins(PeerId self, Timers timers, Function<PeerId, List<Link>> links) {
    this.self = self;
    this.timers = timers;
    this.links = links;
  }

  /**
   * The one of several links to a peer that is used; the oldest where nothing else decides. One of
   * which the peer takes leave is of no use any more.
   */
  static Optional<Link> best(PeerId self, List<Link> links) {
    return links.stream()
        .filter(link -> !link.isLeaving())
        .min(Comparator.comparing(link -> isOfTheLower(self, link) ? 0 : 1));
  }

  private static boolean isOfTheLower(PeerId self, Link link) {
    return link.isDialled() == (self.compareTo(link.peer()) < 0);
  }

  /** There is one more link to a peer. */
  void opened(PeerId peer) {
    if (links.apply(peer).size() > 1) {
      synchronized (this) {
        if (!watched.containsKey(peer)) {
          watch(peer);
        }
      }
    }
  }

  /** There is no link to a peer any more. */
  synchronized void forget(PeerId peer) {
    Timers.Alarm alarm = watched.remove(peer);
    if (alarm != null) {
      alarm.cancel();
    }
  }

  /** Peers that are looked at again. */
  synchronized int held() {
    return watched.size();
  }

  private synchronized void watch(PeerId peer) {
    watched.put(peer, timers.after(WHILE, () -> look(peer)));
  }

  private void look(PeerId peer) {
    List<Link> all = links.apply(peer);
    List<Link> ours = best(self, all).stream().flatMap(kept -> oursBut(kept, all)).toList();
    ours.stream().filter(link -> link.streams() == 0).forEach(Link::leave);
    synchronized (this) {
      if (!watched.containsKey(peer)) {
        return;
      }
      if (!ours.isEmpty()) {
        watch(peer);
        return;
      }
      watched.remove(peer);
    }
    // One that came just now has found the peer watched.
    if (links.apply(peer).size() > all.size()) {
      opened(peer);
    }
  }

  private static Stream<Link> oursBut(Link kept, List<Link> all) {
    return all.stream().filter(link -> link != kept && link.isDialled());
  }
}
