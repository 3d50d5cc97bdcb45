package io.vivim.libp2p.kad.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RoutingTableTest {
  private static final PeerId SELF = peer(-1);
  private static final Optional<Neighbourhood> ANYWHERE = Optional.empty();
  private static final TableLimits SMALL = new TableLimits(4, 2, 2, 3, Duration.ofNanos(100));

  private final RoutingTable table = new RoutingTable(SELF, SMALL);

  private static PeerId peer(int number) {
    try {
      return PeerId.decode(Multihash.sha256(Bytes.utf8("peer " + number)).encode());
    } catch (PeerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Neighbourhood> at(String ip) {
    try {
      return Neighbourhood.of(Multiaddr.parse(ip));
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Peers that have so many bits in common with us. */
  private static List<PeerId> peersAt(int bits, int count) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(RoutingTableTest::peer)
        .filter(peer -> Place.of(SELF).commonBits(Place.of(peer)) == bits)
        .limit(count)
        .toList();
  }

  private void fill(List<PeerId> peers, long now) {
    peers.forEach(peer -> assertThat(table.heard(peer, ANYWHERE, now)).isEmpty());
  }

  @Property
  void theNearestAreThoseOfAllThatAreKnown(
      @ForAll @IntRange(max = 300) int known, @ForAll @IntRange(max = 30) int wanted) {
    RoutingTable large =
        new RoutingTable(SELF, new TableLimits(20, 0, 2, 3, Duration.ofMinutes(1)));
    IntStream.range(0, known).forEach(i -> large.heard(peer(i), ANYWHERE, 0));
    List<PeerId> all = new ArrayList<>(large.peers());
    assertThat(all).hasSize(large.size());
    Place target = Place.of(Bytes.utf8("target " + wanted));
    all.sort(target.nearest(Place::of));

    assertThat(large.nearest(target, wanted))
        .isEqualTo(all.subList(0, Math.min(wanted, all.size())));
  }

  @Test
  void whoIsHereAndAnswersIsNotDrivenOut() {
    List<PeerId> peers = peersAt(0, 8);
    fill(peers.subList(0, 4), 0);

    assertThat(table.heard(peers.get(4), ANYWHERE, 50)).isEmpty();
    assertThat(table.heard(peers.get(5), ANYWHERE, 150)).contains(peers.get(0));
    assertThat(table.heard(peers.get(0), ANYWHERE, 160)).isEmpty();

    assertThat(table.peers()).containsExactlyInAnyOrderElementsOf(peers.subList(0, 4));
    assertThat(table.spare()).isEqualTo(2);
  }

  @Test
  void whoAnswersNoMoreMakesRoomForTheLastThatWasHeardOf() {
    List<PeerId> peers = peersAt(0, 8);
    fill(peers.subList(0, 4), 0);
    peers.subList(4, 8).forEach(peer -> table.heard(peer, ANYWHERE, 50));

    assertThat(table.heard(peers.get(7), ANYWHERE, 150)).contains(peers.get(0));
    table.remove(peers.get(0), 150);

    assertThat(table.contains(peers.get(0))).isFalse();
    assertThat(table.contains(peers.get(7))).isTrue();
    assertThat(table.size()).isEqualTo(4);
    assertThat(table.spare()).isEqualTo(1);
  }

  @Test
  void onePeerIsAskedAtATime() {
    List<PeerId> peers = peersAt(0, 7);
    fill(peers.subList(0, 4), 0);

    assertThat(table.heard(peers.get(4), ANYWHERE, 150)).contains(peers.get(0));
    assertThat(table.heard(peers.get(5), ANYWHERE, 150)).contains(peers.get(1));
    assertThat(table.silent(100)).containsExactly(peers.get(2));
  }

  @Test
  void peersOfOneNeighbourhoodHaveFewPlaces() {
    Optional<Neighbourhood> near = at("/ip4/198.51.100.1/tcp/1");
    List<PeerId> far = peersAt(0, 3);
    far.forEach(peer -> table.heard(peer, near, 0));
    assertThat(table.peers()).isEqualTo(far.subList(0, 2));

    List<PeerId> nearer = peersAt(1, 2);
    nearer.forEach(peer -> table.heard(peer, at("/ip4/198.51.7.7/tcp/1"), 0));
    assertThat(table.size()).isEqualTo(3);

    table.remove(far.get(0), 0);
    table.heard(nearer.get(1), near, 0);
    assertThat(table.size()).isEqualTo(3);
    assertThat(table.contains(nearer.get(1))).isTrue();
  }

  @Test
  void neighbourhoodsAreOfPublicAddressesAlone() {
    assertThat(at("/ip4/127.0.0.1/tcp/1")).isEmpty();
    assertThat(at("/ip4/192.168.1.1/tcp/1")).isEmpty();
    assertThat(at("/dns4/tea.example/tcp/1")).isEmpty();
    assertThat(at("/ip4/198.51.100.1/tcp/1"))
        .isPresent()
        .isEqualTo(at("/ip4/198.51.7.7/udp/2"))
        .isEqualTo(at("/ip6/::ffff:c633:0101/tcp/1"))
        .isNotEqualTo(at("/ip4/198.52.100.1/tcp/1"));
    assertThat(at("/ip6/2600:1::1/tcp/1"))
        .isEqualTo(at("/ip6/2600:1:2::1/tcp/1"))
        .isNotEqualTo(at("/ip6/2600:2::1/tcp/1"));
  }

  @Test
  void weAreNotInOurOwnTable() {
    assertThat(table.heard(SELF, ANYWHERE, 0)).isEmpty();
    assertThat(table.size()).isZero();
    assertThat(table.contains(SELF)).isFalse();
    table.remove(SELF, 0);
  }

  @Test
  void bucketsAreStaleUntilSomebodyIsLookedForThere() {
    fill(peersAt(2, 1), 0);

    assertThat(table.stale(0, 10)).isEmpty();
    assertThat(table.stale(5, 10)).containsExactly(0, 1, 2);
    assertThat(table.stale(5, 11)).isEmpty();
  }
}
