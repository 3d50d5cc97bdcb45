package io.vivim.libp2p.kad.table;

import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The peers that a peer of a DHT knows to answer: many that are near, few that are far away. Who is
 * here and answers is never driven out by who is new, so that nobody can fill a table with peers of
 * theirs, and peers of one {@link Neighbourhood} have few places. For one thread.
 */
public final class RoutingTable {
  private final Place self;
  private final TableLimits limits;

  /** By how many bits they have in common with us; beyond the last nobody is known. */
  private final List<Bucket> buckets = new ArrayList<>();

  private final Map<Neighbourhood, Integer> neighbourhoods = new HashMap<>();
  private int size;

  /**
   * @param self whose table it is
   */
  public RoutingTable(PeerId self, TableLimits limits) {
    this.self = Place.of(self);
    this.limits = limits;
  }

  /**
   * A peer is there and serves: it has just answered, or says so on a link.
   *
   * @param neighbourhood where it is, as far as that counts
   * @return a peer that has to be asked whether it is still there, since this one would have its
   *     place
   */
  public Optional<PeerId> heard(PeerId peer, Optional<Neighbourhood> neighbourhood, long now) {
    Place place = Place.of(peer);
    int bits = self.commonBits(place);
    if (bits == Place.BITS) {
      return Optional.empty();
    }
    Bucket bucket = bucket(bits, now);
    Entry known = bucket.peers.get(peer);
    if (known != null) {
      known.heard = now;
      known.isAsked = false;
      bucket.moveToEnd(known);
      return Optional.empty();
    }
    Entry entry = new Entry(peer, place, neighbourhood, now);
    if (!hasRoomFor(bucket, entry)) {
      return Optional.empty();
    }
    if (bucket.peers.size() < limits.bucket()) {
      add(bucket, entry);
      return Optional.empty();
    }
    bucket.keep(entry, limits.spare());
    return doubtful(bucket, now);
  }

  private Bucket bucket(int bits, long now) {
    while (buckets.size() <= bits) {
      Bucket bucket = new Bucket();
      bucket.refreshed = now;
      buckets.add(bucket);
    }
    return buckets.get(bits);
  }

  private boolean hasRoomFor(Bucket bucket, Entry entry) {
    return entry
        .neighbourhood
        .map(
            near ->
                bucket.of(near) < limits.bucketOfNeighbourhood()
                    && neighbourhoods.getOrDefault(near, 0) < limits.ofNeighbourhood())
        .orElse(true);
  }

  private void add(Bucket bucket, Entry entry) {
    bucket.peers.put(entry.peer, entry);
    bucket.spare.remove(entry.peer);
    entry.neighbourhood.ifPresent(near -> neighbourhoods.merge(near, 1, Integer::sum));
    size++;
  }

  /** Whoever was heard of longest ago, unless that is not long. */
  private Optional<PeerId> doubtful(Bucket bucket, long now) {
    Entry oldest = bucket.oldest();
    if (oldest == null || now - oldest.heard < limits.trusted().toNanos()) {
      return Optional.empty();
    }
    oldest.isAsked = true;
    return Optional.of(oldest.peer);
  }

  /** A peer did not answer, or serves no more: one that waits has its place. */
  public void remove(PeerId peer, long now) {
    int bits = self.commonBits(Place.of(peer));
    if (bits >= buckets.size()) {
      return;
    }
    Bucket bucket = buckets.get(bits);
    bucket.spare.remove(peer);
    Entry gone = bucket.peers.remove(peer);
    if (gone == null) {
      return;
    }
    size--;
    gone.neighbourhood.ifPresent(
        near ->
            neighbourhoods.computeIfPresent(near, (key, count) -> count == 1 ? null : count - 1));
    fill(bucket);
  }

  /** The one that was heard of last is the likeliest to be there. */
  private void fill(Bucket bucket) {
    List<Entry> waiting = new ArrayList<>(bucket.spare.values());
    for (int i = waiting.size() - 1; i >= 0; i--) {
      Entry entry = waiting.get(i);
      if (hasRoomFor(bucket, entry)) {
        add(bucket, entry);
        return;
      }
    }
  }

  /** Up to so many peers, the nearest to a place first. */
  public List<PeerId> nearest(Place place, int most) {
    return nearest(place, most, peer -> true);
  }

  /** The same of those that are wanted. */
  public List<PeerId> nearest(Place place, int most, Predicate<PeerId> wanted) {
    int bits = Math.min(self.commonBits(place), buckets.size());
    List<PeerId> found = new ArrayList<>(most);
    // Those of its own bucket are the nearest, then all behind it, whose order nothing tells; then
    // bucket by bucket.
    if (bits < buckets.size()) {
      add(found, buckets.get(bits).peers.values(), place, most, wanted);
    }
    if (found.size() < most && bits + 1 < buckets.size()) {
      List<Entry> behind = new ArrayList<>();
      buckets
          .subList(bits + 1, buckets.size())
          .forEach(bucket -> behind.addAll(bucket.peers.values()));
      add(found, behind, place, most, wanted);
    }
    for (int i = bits - 1; i >= 0 && found.size() < most; i--) {
      add(found, buckets.get(i).peers.values(), place, most, wanted);
    }
    return found;
  }

  /** Adds the nearest of some, up to so many in all. */
  private static void add(
      List<PeerId> found, Collection<Entry> some, Place place, int most, Predicate<PeerId> wanted) {
    List<Entry> sorted = new ArrayList<>(some);
    sorted.sort(place.nearest(entry -> entry.place));
    for (Entry entry : sorted) {
      if (found.size() == most) {
        return;
      }
      if (wanted.test(entry.peer)) {
        found.add(entry.peer);
      }
    }
  }

  /** Whether there is a place for a peer that is not in it. */
  public boolean wants(PeerId peer, Optional<Neighbourhood> neighbourhood) {
    Place place = Place.of(peer);
    int bits = self.commonBits(place);
    if (bits >= buckets.size()) {
      return bits < Place.BITS;
    }
    Bucket bucket = buckets.get(bits);
    return !bucket.peers.containsKey(peer)
        && bucket.peers.size() < limits.bucket()
        && hasRoomFor(bucket, new Entry(peer, place, neighbourhood, 0));
  }

  /** Somebody was looked for at a place. */
  public void looked(Place place, long now) {
    int bits = self.commonBits(place);
    if (bits < buckets.size()) {
      buckets.get(bits).refreshed = now;
    }
  }

  /** Whether a peer is in it. */
  public boolean contains(PeerId peer) {
    int bits = self.commonBits(Place.of(peer));
    return bits < buckets.size() && buckets.get(bits).peers.containsKey(peer);
  }

  /**
   * The buckets in which nobody was looked for lately, by the bits that are in common with us
   * there; from now on they count as looked into.
   *
   * @param before in nanoseconds
   */
  public List<Integer> stale(long before, long now) {
    List<Integer> stale = new ArrayList<>();
    for (int bits = 0; bits < buckets.size(); bits++) {
      Bucket bucket = buckets.get(bits);
      if (bucket.refreshed - before < 0) {
        bucket.refreshed = now;
        stale.add(bits);
      }
    }
    return stale;
  }

  /** Peers that nothing was heard of since then, of each bucket one at most. */
  public List<PeerId> silent(long since) {
    List<PeerId> silent = new ArrayList<>();
    for (Bucket bucket : buckets) {
      Entry oldest = bucket.oldest();
      if (oldest != null && oldest.heard - since < 0) {
        oldest.isAsked = true;
        silent.add(oldest.peer);
      }
    }
    return silent;
  }

  /** How many bits a place has in common with us. */
  public int commonBits(Place place) {
    return self.commonBits(place);
  }

  /** All peers in it. */
  public List<PeerId> peers() {
    return buckets.stream().flatMap(bucket -> bucket.peers.keySet().stream()).toList();
  }

  public int size() {
    return size;
  }

  /** How many wait for a place. */
  public int spare() {
    return buckets.stream().mapToInt(bucket -> bucket.spare.size()).sum();
  }
}
