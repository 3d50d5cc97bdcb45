package io.vivim.benchmarks;

import io.vivim.benchmarks.log.Figure;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.gossip.router.Input;
import io.vivim.libp2p.gossip.router.Judgement;
import io.vivim.libp2p.gossip.router.MessageIds;
import io.vivim.libp2p.gossip.router.Output;
import io.vivim.libp2p.gossip.router.Router;
import io.vivim.libp2p.gossip.router.RouterSettings;
import io.vivim.libp2p.gossip.router.SignaturePolicy;
import io.vivim.libp2p.gossip.router.Speaks;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.rpc.Subscription;
import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.gossip.score.ScoreParams;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a router spends on a message that comes, is judged good and is passed on to its mesh, with
 * few and with many peers and topics. It must not matter how many there are.
 */
final class RouterCost implements NetBench.Part {
  private static final int MESSAGES = 5_000;
  private static final int ROUNDS = 5;
  private static final double MOST_TIMES = 2;
  private static final long SECOND = 1_000_000_000L;

  /** A router, and whom it knows. */
  private static final class Net {
    private final Router router;
    private final List<PeerId> peers = new ArrayList<>();
    private final List<String> topics = new ArrayList<>();
    private long now = SECOND;
    private int made;

    Net(int peerCount, int topicCount) {
      router =
          new Router(
              peer(0),
              RouterSettings.DEFAULT.withPolicy(SignaturePolicy.STRICT_NO_SIGN, MessageIds.CONTENT),
              new PeerScores(ScoreParams.DEFAULT, peer -> 0),
              peer -> Optional.empty(),
              new SplittableRandom(1));
      List<Subscription> wanted = new ArrayList<>();
      for (int i = 0; i < topicCount; i++) {
        topics.add("topic " + i);
        wanted.add(new Subscription("topic " + i, true));
        router.handle(new Input.Subscribe("topic " + i), now);
      }
      for (int i = 1; i <= peerCount; i++) {
        PeerId peer = peer(i);
        peers.add(peer);
        router.handle(new Input.Connected(peer, Speaks.MESH_1_2, true, "place " + i), now);
        router.handle(new Input.Received(peer, Rpc.of(wanted)), now);
      }
      router.handle(new Input.Heartbeat(), now);
    }

    private static PeerId peer(int number) {
      try {
        return PeerId.decode(Multihash.sha256(Bytes.utf8("peer " + number)).encode());
      } catch (PeerException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Nanoseconds that a message takes. */
    double measure() {
      List<Rpc> rpcs = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        String topic = topics.get(i % topics.size());
        rpcs.add(Rpc.of(GossipMessage.anonymous(topic, Bytes.utf8("message " + made++))));
      }
      now += SECOND;
      router.handle(new Input.Heartbeat(), now);
      long begin = System.nanoTime();
      for (int i = 0; i < MESSAGES; i++) {
        PeerId from = peers.get(i % peers.size());
        for (Output output : router.handle(new Input.Received(from, rpcs.get(i)), now)) {
          if (output instanceof Output.Judge judge) {
            router.handle(new Input.Judged(judge.claim(), Judgement.ACCEPT), now);
          }
        }
      }
      return (double) (System.nanoTime() - begin) / MESSAGES;
    }
  }

  @Override
  public List<Figure> measure(int heats, PrintStream log) {
    List<Net> nets =
        List.of(
            new Net(10, 1), new Net(100, 1), new Net(1000, 1), new Net(10, 100), new Net(10, 1000));
    List<String> names =
        List.of("peers-10", "peers-100", "peers-1000", "topics-100", "topics-1000");
    double[][] nanos = new double[nets.size()][ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (int i = 0; i < nets.size(); i++) {
        double measured = nets.get(i).measure();
        if (round >= 0) {
          nanos[i][round] = measured;
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < nets.size(); i++) {
      Arrays.sort(nanos[i]);
      Figure.Bar bar = i == 0 ? Figure.Bar.NONE : Figure.Bar.atMost(MOST_TIMES);
      figures.add(
          new Figure(
              "router-nanos/" + names.get(i), nanos[i][ROUNDS / 2], nanos[0][ROUNDS / 2], bar));
    }
    return figures;
  }
}
