package io.vivim.libp2p.kad.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.kad.table.TableLimits;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is found among many routers, honest ones and others, while nodes come and go. With {@code
 * -Plong} a thousand of them; each scenario is the same whenever it is run.
 */
final class SimulatedKadTest {
  /** Nodes look around less often than they do in life, so less is found. */
  private static final Duration SELDOM = Duration.ofMinutes(30);

  private static final KadParams PARAMS =
      KadParams.DEFAULT
          .withTable(new TableLimits(20, 20, 2, 3, SELDOM))
          .withTimes(
              new KadParams.Times(
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(10),
                  Duration.ofMinutes(1),
                  SELDOM,
                  Duration.ofHours(22)));

  private final List<Search> searches = new ArrayList<>();
  private final Map<Bytes, SimNode> provided = new LinkedHashMap<>();

  /**
   * What came of looking for something that is there.
   *
   * @param nanos that it took
   */
  private record Search(boolean isFound, Outcome.Course course, long nanos) {}

  private static SimNetwork network(long seed, int size) {
    SimNetwork net = new SimNetwork(seed, PARAMS);
    net.grow(size, Duration.ofMillis(200));
    net.run(Duration.ofMinutes(2));
    return net;
  }

  private void provide(SimNetwork net, int count) {
    for (int i = 0; i < count; i++) {
      Bytes key = Names.content(i);
      SimNode node = net.anyHonest();
      provided.put(key, node);
      node.handle(new Input.Provide(node.ticket(outcome -> {}), key));
      net.run(Duration.ofSeconds(1));
    }
    net.run(Duration.ofMinutes(1));
  }

  /** Looks for everything that was provided by somebody who is still there. */
  private void search(SimNetwork net) {
    provided.forEach(
        (key, provider) -> {
          SimNode seeker = net.anyHonest();
          if (!provider.isUp || seeker.equals(provider)) {
            return;
          }
          long begun = net.now();
          long ticket =
              seeker.ticket(
                  outcome -> {
                    boolean isFound =
                        outcome.peers().stream().anyMatch(peer -> peer.id().equals(provider.id));
                    searches.add(new Search(isFound, outcome.course(), net.now() - begun));
                  });
          seeker.handle(new Input.FindProviders(ticket, key, 1));
          net.run(Duration.ofSeconds(1));
        });
    net.run(Duration.ofMinutes(2));
  }

  private double found() {
    return (double) searches.stream().filter(Search::isFound).count() / searches.size();
  }

  private int medianHops() {
    List<Integer> hops = searches.stream().map(search -> search.course().hops()).sorted().toList();
    return hops.get(hops.size() / 2);
  }

  private Duration medianTime() {
    List<Long> times = searches.stream().map(Search::nanos).sorted().toList();
    return Duration.ofNanos(times.get(times.size() / 2));
  }

  private static int logTwo(int nodes) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(nodes - 1);
  }

  @Test
  void whatIsProvidedIsFoundWhileNodesComeAndGo() {
    int size = TestSize.of(100, 1000);
    SimNetwork net = network(1, size);
    provide(net, TestSize.of(60, 300));
    net.churn(0.2);
    for (int hour = 0; hour < TestSize.of(1, 4); hour++) {
      net.run(Duration.ofHours(1));
      search(net);
    }

    String figures =
        String.format(
            "%d searches, %.4f found, %d hops, %s",
            searches.size(), found(), medianHops(), medianTime());
    assertThat(searches).as(figures).hasSizeGreaterThan(TestSize.of(30, 500));
    assertThat(found()).as(figures).isGreaterThanOrEqualTo(0.99);
    assertThat(medianHops()).as(figures).isBetween(1, logTwo(size));
  }

  @Test
  void theNearestThatAreFoundAreTheNearestThatThereAre() {
    SimNetwork net = network(2, TestSize.of(80, 1000));
    int right = 0;
    int all = 0;
    for (int i = 0; i < 20; i++) {
      Bytes key = Names.content(i);
      List<PeerId> truth = net.nearest(Place.of(key), PARAMS.near() + 1);
      List<PeerId> found = new ArrayList<>();
      SimNode seeker = net.any();
      long ticket =
          seeker.ticket(outcome -> outcome.peers().stream().map(KadPeer::id).forEach(found::add));
      seeker.handle(new Input.FindNearest(ticket, key));
      net.run(Duration.ofMinutes(2));
      List<PeerId> expected =
          truth.stream().filter(peer -> !peer.equals(seeker.id)).limit(PARAMS.near()).toList();
      all += expected.size();
      right += (int) expected.stream().filter(found::contains).count();
    }
    assertThat((double) right / all).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void theSameSeedIsTheSameStory() {
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      searches.clear();
      provided.clear();
      SimNetwork net = network(7, 40);
      provide(net, 5);
      net.churn(1);
      net.run(Duration.ofMinutes(20));
      search(net);
      List<List<PeerId>> tables = net.nodes.stream().map(node -> node.router.peers()).toList();
      stories.add(searches + " " + tables.hashCode());
    }
    assertThat(stories.get(0)).isEqualTo(stories.get(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = SimNode.Behaviour.class,
      names = {"LIAR", "MISER"})
  void aFifthOfPoisonersHidesNothingAndCostsLittle(SimNode.Behaviour attack) {
    int size = TestSize.of(100, 1000);
    SimNetwork net = network(3, size * 4 / 5);
    for (int i = 0; i < size / 5; i++) {
      net.add(attack);
      net.run(Duration.ofMillis(200));
    }
    net.run(Duration.ofMinutes(5));
    provide(net, TestSize.of(30, 200));
    search(net);

    String figures =
        String.format(
            "%d searches, %.4f found, %d hops, %s",
            searches.size(), found(), medianHops(), medianTime());
    assertThat(found()).as(figures).isGreaterThanOrEqualTo(0.99);
    assertThat(searches)
        .as(figures)
        .allMatch(search -> search.nanos() <= Duration.ofSeconds(61).toNanos());
    assertThat(medianTime()).as(figures).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void oneNetworkHasFewPlacesInATableHoweverManyPeersItMakesUp() throws AddressException {
    SimNetwork net = network(4, TestSize.of(30, 300));
    Optional<Neighbourhood> one = Neighbourhood.of(Multiaddr.parse("/ip4/198.51.100.1/tcp/1"));
    Set<PeerId> sybils = new HashSet<>();
    for (int i = 0; i < TestSize.of(100, 1000); i++) {
      sybils.add(net.add(SimNode.Behaviour.MISER, one).id);
    }
    net.run(Duration.ofMinutes(10));

    for (SimNode node : net.nodes) {
      if (node.behaviour == SimNode.Behaviour.HONEST) {
        assertThat(node.router.peers().stream().filter(sybils::contains).count())
            .isLessThanOrEqualTo(PARAMS.table().ofNeighbourhood());
      }
    }
  }

  @Test
  void whatIsToldAgainIsFoundLongAfterAllThatWereToldAreGone() {
    KadParams.Times times = PARAMS.times();
    KadParams often =
        PARAMS.withTimes(
            new KadParams.Times(
                times.tick(),
                times.request(),
                times.lookup(),
                times.refresh(),
                Duration.ofMinutes(10)));
    SimNetwork net = new SimNetwork(5, often);
    net.grow(40, Duration.ofMillis(200));
    provide(net, 1);
    SimNode provider = provided.values().iterator().next();
    // All others go, and others come.
    for (int i = 0; i < 60; i++) {
      net.run(Duration.ofMinutes(1));
      SimNode oldest = net.nodes.get(0).equals(provider) ? net.nodes.get(1) : net.nodes.get(0);
      net.stop(oldest);
      net.add(SimNode.Behaviour.HONEST);
    }
    search(net);

    assertThat(searches).isNotEmpty().allMatch(Search::isFound);
  }
}
