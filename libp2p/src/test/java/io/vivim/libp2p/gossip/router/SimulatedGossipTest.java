package io.vivim.libp2p.gossip.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.gossip.score.ScoreParams;
import io.vivim.libp2p.gossip.score.TopicParams;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What becomes of messages among many routers, honest ones and others. With {@code -Plong} a
 * thousand of them; each scenario is the same whenever it is run. Latencies are by distance, as on
 * a map. Where chance picks one for each RPC, many quick steps often beat few slow ones, and of a
 * thousand nodes 99 % have the first copy within 7 steps instead of 6.
 */
final class SimulatedGossipTest {
  private static final int MESSAGE_BYTES = 200;
  private static final int LINKS = 10;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  /** Silence in a mesh counts, since these scenarios know how much there is to deliver. */
  private static final TopicParams TALKATIVE =
      TopicParams.DEFAULT.withMeshDeliveries(
          new TopicParams.MeshDeliveries(
              -1, 0.9, 6, 50, Duration.ofSeconds(6), Duration.ofMillis(150)),
          new TopicParams.Counter(-1, 0.97, 1000));

  private static final ScoreParams OF_KNOWN_RATE =
      ScoreParams.DEFAULT.withTopics(
          Map.of(SimNetwork.TOPIC, TALKATIVE), Optional.<TopicParams>empty());

  private static SimNetwork network(long seed, ScoreParams scores) {
    RouterSettings settings =
        RouterSettings.DEFAULT.withPolicy(SignaturePolicy.STRICT_NO_SIGN, MessageIds.CONTENT);
    return new SimNetwork(seed, settings, scores);
  }

  private static List<SimNode> honest(SimNetwork net) {
    return net.nodes.stream().filter(node -> node.isUp && node.behaviour.isHonest()).toList();
  }

  /** Publishes so many messages a second, each by an honest node that chance picks. */
  private static void talk(SimNetwork net, int seconds, int perSecond) {
    for (int i = 0; i < seconds * perSecond; i++) {
      List<SimNode> honest = honest(net);
      net.publish(honest.get(net.random.nextInt(honest.size())), MESSAGE_BYTES);
      net.run(Duration.ofMillis(1000 / perSecond));
    }
  }

  private static int logSix(int nodes) {
    int steps = 0;
    for (long reached = 1; reached < nodes; reached *= 6) {
      steps++;
    }
    return steps;
  }

  @Test
  void everyoneHearsOfEverythingWhereSomeIsLostAndNodesComeAndGo() {
    int size = TestSize.of(250, 1000);
    SimNetwork net = network(1, ScoreParams.DEFAULT);
    net.loss = 0.05;
    net.add(size, Behaviour.HONEST);
    net.connectAll(LINKS);
    net.run(WARM_UP);
    // Each second one in 500 goes, and comes back ten seconds later.
    churn(net, Math.max(1, size / 500));

    talk(net, TestSize.of(20, 60), 5);
    net.run(LAST_WORDS);

    SimFigures figures = net.figures();
    assertThat(figures.delivered()).as("%s", figures).isGreaterThanOrEqualTo(0.999);
    assertThat(figures.hops(0.99)).as("%s", figures).isLessThanOrEqualTo(logSix(size) + 2);
    assertThat(net.nodes).allMatch(node -> node.sentUnjudged == 0);
  }

  private static void churn(SimNetwork net, int each) {
    net.after(
        Duration.ofSeconds(1),
        () -> {
          for (int i = 0; i < each; i++) {
            List<SimNode> up = honest(net);
            SimNode leaver = up.get(net.random.nextInt(up.size()));
            net.stop(leaver);
            net.after(Duration.ofSeconds(10), () -> net.start(leaver, LINKS));
          }
          churn(net, each);
        });
  }

  @Test
  void theSameSeedIsTheSameStory() {
    List<String> stories = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SimNetwork net = network(7, OF_KNOWN_RATE);
      net.loss = 0.05;
      net.add(60, Behaviour.HONEST);
      net.connectAll(5);
      net.run(WARM_UP);
      talk(net, 5, 2);
      Map<PeerId, List<PeerId>> meshes = new HashMap<>();
      for (SimNode node : net.nodes) {
        meshes.put(node.id, node.mesh().stream().sorted().toList());
      }
      stories.add(net.figures() + " " + meshes.hashCode());
    }

    assertThat(stories.get(0)).isEqualTo(stories.get(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"SYBIL", "SPAM", "INVALID", "IWANT_FLOOD", "BROKEN_PROMISE", "GRAFT_FLOOD"})
  void attackersAreScoredOutAndHonestNodesHearOfEverything(Behaviour attack) {
    int size = TestSize.of(100, 1000);
    SimNetwork net = network(2, OF_KNOWN_RATE);
    net.add(size * 4 / 5, Behaviour.HONEST);
    net.add(size / 5, attack);
    net.connectAll(LINKS);
    net.run(Duration.ofSeconds(3));

    talk(net, TestSize.of(25, 40), 5);
    net.run(LAST_WORDS);

    SimFigures figures = net.figures();
    Standing standing = standing(net);
    assertThat(figures.delivered()).as("%s %s", figures, standing).isGreaterThanOrEqualTo(0.99);
    assertThat(standing.attackersInMeshes()).as("%s", standing).isLessThanOrEqualTo(0.02);
    assertThat(standing.attackersOutscored()).as("%s", standing).isGreaterThanOrEqualTo(0.95);
    assertThat(standing.honestBelowZero()).as("%s", standing).isLessThanOrEqualTo(0.02);
  }

  /**
   * How nodes stand with each other.
   *
   * @param attackersInMeshes the part of all places in honest meshes that attackers have
   * @param attackersOutscored the part of attackers whose score is below that of the median of
   *     honest ones, over all that are linked to them
   * @param honestBelowZero the part of honest peers that are mistaken for attackers
   */
  private record Standing(
      double attackersInMeshes, double attackersOutscored, double honestBelowZero) {}

  private static Standing standing(SimNetwork net) {
    Set<PeerId> good = new HashSet<>();
    honest(net).forEach(node -> good.add(node.id));
    long places = 0;
    long taken = 0;
    long attackers = 0;
    long outscored = 0;
    long peers = 0;
    long mistaken = 0;
    for (SimNode node : honest(net)) {
      places += node.mesh().size();
      taken += node.mesh().stream().filter(id -> !good.contains(id)).count();
      List<Double> scores = new ArrayList<>();
      for (SimNode other : node.links) {
        if (other.behaviour.isHonest()) {
          scores.add(node.scoreOf(other));
        }
      }
      peers += scores.size();
      mistaken += scores.stream().filter(score -> score < 0).count();
      scores.sort(Comparator.naturalOrder());
      double median = scores.get(scores.size() / 2);
      for (SimNode other : node.links) {
        if (!other.behaviour.isHonest()) {
          attackers++;
          outscored += node.scoreOf(other) < median ? 1 : 0;
        }
      }
    }
    return new Standing(
        (double) taken / places, (double) outscored / attackers, (double) mistaken / peers);
  }

  @Test
  void aNodeAmongTwentySybilsStillHearsOfEverything() {
    SimNetwork net = network(3, OF_KNOWN_RATE);
    int size = TestSize.of(100, 1000);
    SimNode victim = net.add(Behaviour.HONEST);
    net.add(size, Behaviour.HONEST);
    for (SimNode node : net.nodes) {
      if (node != victim) {
        net.connect(node, LINKS);
      }
    }
    net.run(Duration.ofSeconds(5));
    List.copyOf(victim.links).forEach(link -> net.disconnect(victim, link));
    for (int i = 0; i < 20; i++) {
      net.connect(net.add(Behaviour.SYBIL), victim);
    }
    net.run(Duration.ofSeconds(5));
    // Four that the victim went to itself are all that it has of the network. With two, the nearer
    // one hears nothing from it that it has not, and where silence counts takes it for a sybil.
    List<SimNode> friends = net.nodes.subList(1, 5);
    friends.forEach(friend -> net.connect(victim, friend));

    talk(net, 60, 5);
    net.run(LAST_WORDS);

    SimFigures all = net.figures();
    SimFigures ofVictim = net.figures(victim);
    assertThat(all.delivered()).as("%s", all).isGreaterThanOrEqualTo(0.99);
    assertThat(ofVictim.delivered()).as("%s", ofVictim).isGreaterThanOrEqualTo(0.99);
    assertThat(victim.mesh()).as("its mesh").containsAll(friends.stream().map(f -> f.id).toList());
    assertThat(net.nodes.subList(size + 1, size + 21))
        .filteredOn(sybil -> victim.mesh().contains(sybil.id))
        .as("sybils in its mesh")
        .hasSizeLessThanOrEqualTo(2);
  }
}
