package io.vivim.libp2p.book;

import io.vivim.libp2p.peer.PeerId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The order in which peers make room for others: those of whom nothing holds any more, then those
 * of whom only others have spoken, then the rest, and of each the eldest. Who was put in last is
 * behind all others. Each step costs the logarithm of how many there are.
 */
final class DropOrder {
  /**
   * Where a peer stands.
   *
   * @param until when the last of its addresses runs out, in milliseconds of Unix time
   * @param number one more than that of who was put in before
   */
  record Place(PeerId peer, boolean isHearsay, long until, long number) {
    static final Comparator<Place> BY_TIME =
        Comparator.comparingLong(Place::until).thenComparingLong(Place::number);

    /** Hearsay comes before the rest. */
    static final Comparator<Place> BY_WORTH =
        Comparator.comparing((Place each) -> !each.isHearsay).thenComparingLong(Place::number);
  }

  private final Map<PeerId, Place> places = new HashMap<>();
  private final TreeSet<Place> byTime;
  private final TreeSet<Place> byWorth;
  private long last;

  DropOrder() {
    this(Place.BY_TIME, Place.BY_WORTH);
  }

  /** Compares by the usual orders, which whoever makes it may watch. */
  DropOrder(Comparator<Place> byTime, Comparator<Place> byWorth) {
    this.byTime = new TreeSet<>(byTime);
    this.byWorth = new TreeSet<>(byWorth);
  }

  /** Puts a peer behind the others, wherever it stood. */
  void put(KnownPeer known) {
    remove(known.peer());
    Place place = new Place(known.peer(), known.isHearsay(), known.liveUntil(), ++last);
    places.put(place.peer(), place);
    byTime.add(place);
    byWorth.add(place);
  }

  void remove(PeerId peer) {
    Place place = places.remove(peer);
    if (place != null) {
      byTime.remove(place);
      byWorth.remove(place);
    }
  }

  /**
   * Who makes room next.
   *
   * @param isForHearsay whether it is for one whom strangers can make up, for whom the rest stay
   */
  Optional<PeerId> first(long now, boolean isForHearsay) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    if (byTime.first().until() <= now) {
      return Optional.of(byTime.first().peer());
    }
    Place least = byWorth.first();
    return Optional.of(least).filter(it -> it.isHearsay() || !isForHearsay).map(Place::peer);
  }
}
