package io.vivim.libp2p.book;

import static io.vivim.libp2p.book.Books.peer;
import static io.vivim.libp2p.book.Books.ports;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.peer.PeerId;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who makes room for whom, and what it costs to find that out. */
final class PeerTableTest {
  private static final long NOW = 1_800_000_000_000L;

  private static final List<PeerId> PEERS = IntStream.range(0, 20).mapToObj(Books::peer).toList();

  /** Peers that were looked at, or compared with others. */
  private long work;

  /** Counts whom somebody walks past. */
  private final class Watched extends LinkedHashMap<PeerId, KnownPeer> {
    private static final long serialVersionUID = 1L;

    private <T> Iterator<T> watched(Iterator<T> all) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public T next() {
          work++;
          return all.next();
        }
      };
    }

    private <T> Set<T> watched(Collection<T> all) {
      return new AbstractSet<>() {
        @Override
        public Iterator<T> iterator() {
          return watched(all.iterator());
        }

        @Override
        public int size() {
          return all.size();
        }
      };
    }

    @Override
    public Set<PeerId> keySet() {
      return watched(super.keySet());
    }

    @Override
    public Collection<KnownPeer> values() {
      return watched(super.values());
    }

    @Override
    public Set<Map.Entry<PeerId, KnownPeer>> entrySet() {
      return watched(super.entrySet());
    }
  }

  private <T> Comparator<T> watched(Comparator<T> order) {
    return (one, other) -> {
      work++;
      return order.compare(one, other);
    };
  }

  private PeerTable table(int maxPeers) {
    DropOrder order =
        new DropOrder(watched(DropOrder.Place.BY_TIME), watched(DropOrder.Place.BY_WORTH));
    return new PeerTable(maxPeers, changed -> {}, new Watched(), order);
  }

  private static KnownPeer said(int seed, Source source, long when) {
    return KnownPeer.named(peer(seed)).said(ports(1), source, when, when);
  }

  /** What it costs at the most to put one in where there is no room. */
  private long mostWork(int maxPeers) {
    PeerTable table = table(maxPeers);
    for (int i = 0; i < maxPeers; i++) {
      // Half are linked, and the others good; so those that come have to look for one to drive out.
      if (i % 2 == 0) {
        table.link(peer(i));
      }
      table.put(said(i, Source.GIVEN, NOW + i), NOW + i);
    }
    long most = 0;
    for (int i = 0; i < 200; i++) {
      work = 0;
      Source source = i % 3 == 0 ? Source.CLAIMED : Source.GIVEN;
      table.put(said(maxPeers + i, source, NOW + maxPeers + i), NOW + maxPeers + i);
      most = Math.max(most, work);
    }
    assertThat(table.names()).hasSize(maxPeers);
    return most;
  }

  @Test
  void aFullTableOfSixteenTimesAsManyCostsLittleMoreForEachThatComes() {
    long few = mostWork(128);
    assertThat(few).isPositive();
    // The logarithm is four larger; for each of two orders one is taken out and one put in.
    assertThat(mostWork(16 * 128)).isLessThan(few + 2 * 2 * 2 * 4).isLessThan(128);
  }

  /** The same rules, by walking over all. */
  private static final class Plain {
    private final Map<PeerId, KnownPeer> peers = new LinkedHashMap<>();
    private final Set<PeerId> linked = new HashSet<>();

    void put(int maxPeers, KnownPeer known, long now) {
      if (known.equals(peers.get(known.peer()))) {
        return;
      }
      if (!peers.containsKey(known.peer()) && peers.size() >= maxPeers) {
        Optional<KnownPeer> victim = victim(known, now);
        if (victim.isEmpty()) {
          return;
        }
        peers.remove(victim.get().peer());
      }
      peers.remove(known.peer());
      peers.put(known.peer(), known);
    }

    private Optional<KnownPeer> victim(KnownPeer forThis, long now) {
      boolean isForGood = !forThis.isHearsay() || linked.contains(forThis.peer());
      return unlinked(each -> each.liveUntil() <= now).stream()
          .min(Comparator.comparing(KnownPeer::liveUntil))
          .or(() -> unlinked(KnownPeer::isHearsay).stream().findFirst())
          .or(() -> unlinked(each -> isForGood).stream().findFirst());
    }

    private List<KnownPeer> unlinked(Predicate<KnownPeer> test) {
      return peers.values().stream()
          .filter(each -> !linked.contains(each.peer()) && test.test(each))
          .toList();
    }
  }

  @Test
  void randomHistoriesLeaveWhatTheRulesSay() {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      PeerTable table = table(8);
      Plain plain = new Plain();
      for (int step = 0; step < 400; step++) {
        PeerId peer = PEERS.get(random.nextInt(PEERS.size()));
        // No two run out at once, and a record of a peer is never the same again.
        long now = NOW + step * 400_000L;
        switch (random.nextInt(6)) {
          case 0 -> {
            assertThat(table.link(peer)).isEqualTo(plain.linked.add(peer));
            put(table, plain, table.get(peer).seen(false, now), now);
          }
          case 1 -> {
            assertThat(table.unlink(peer)).isEqualTo(plain.linked.remove(peer));
            if (table.find(peer).isPresent()) {
              put(table, plain, table.get(peer).seen(true, now), now);
            }
          }
          case 2 -> {
            table.remove(peer);
            plain.peers.remove(peer);
          }
          default -> {
            Source source = random.nextInt(3) == 0 ? Source.IDENTIFIED : Source.CLAIMED;
            put(table, plain, table.get(peer).said(ports(step), source, now, now), now);
          }
        }
        assertThat(table.names())
            .as("seed %d, step %d", seed, step)
            .isEqualTo(new ArrayList<>(plain.peers.keySet()));
      }
    }
  }

  private static void put(PeerTable table, Plain plain, KnownPeer known, long now) {
    table.put(known, now);
    plain.put(8, known, now);
  }
}
