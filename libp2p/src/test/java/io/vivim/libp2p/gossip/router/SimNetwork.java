package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.score.ScoreParams;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Many routers in one process, on a network that delays and loses what they send. What happens
 * follows from the seed.
 */
final class SimNetwork {
  static final String TOPIC = "tea";

  /** How long an RPC is under way between neighbours, and from one corner to the other. */
  private static final double NEAR_MILLIS = 5;

  private static final double FAR_MILLIS = 50;

  final SplittableRandom random;
  final RouterSettings settings;
  final ScoreParams scores;
  final List<SimNode> nodes = new ArrayList<>();

  /** The part of all RPCs that never arrive; what peers want to hear of is told anew in life. */
  double loss;

  private final PriorityQueue<Due> dues = new PriorityQueue<>();
  private final Map<PeerId, SimNode> byId = new HashMap<>();
  private final Map<Bytes, Tracked> tracked = new LinkedHashMap<>();
  private long now;
  private long made;

  /** Something that is to happen. */
  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /** A message, who is to have it, and by how many steps it came to whom. */
  static final class Tracked {
    final long published;

    /** By how many steps the first copy came. */
    final Map<SimNode, Integer> hops = new HashMap<>();

    /** By how many steps that copy came that took the fewest. */
    final Map<SimNode, Integer> fewest = new HashMap<>();

    final List<SimNode> audience = new ArrayList<>();

    Tracked(long published) {
      this.published = published;
    }
  }

  SimNetwork(long seed, RouterSettings settings, ScoreParams scores) {
    this.random = new SplittableRandom(seed);
    this.settings = settings;
    this.scores = scores;
  }

  static PeerId peerId(int number) {
    try {
      return PeerId.decode(Multihash.sha256(Bytes.utf8("peer " + number)).encode());
    } catch (PeerException e) {
      throw new IllegalStateException(e);
    }
  }

  long now() {
    return now;
  }

  void after(long nanos, Runnable task) {
    dues.add(new Due(now + nanos, made++, task));
  }

  void after(Duration delay, Runnable task) {
    after(delay.toNanos(), task);
  }

  /** Lets time pass. */
  void run(Duration time) {
    long end = now + time.toNanos();
    while (!dues.isEmpty() && dues.peek().at <= end) {
      Due due = dues.remove();
      now = due.at;
      due.task.run();
    }
    now = end;
  }

  SimNode add(Behaviour behaviour) {
    SimNode node = new SimNode(this, peerId(nodes.size()), behaviour, nodes.size());
    nodes.add(node);
    byId.put(node.id, node);
    long heartbeat = settings.mesh().times().heartbeat().toNanos();
    after(random.nextLong(heartbeat), node::heartbeat);
    return node;
  }

  void add(int count, Behaviour behaviour) {
    for (int i = 0; i < count; i++) {
      add(behaviour);
    }
  }

  /** Each node goes to so many others. */
  void connectAll(int each) {
    for (SimNode node : nodes) {
      connect(node, each);
    }
  }

  void connect(SimNode node, int most) {
    for (int tries = 0; tries < 4 * most && node.links.size() < 4 * most; tries++) {
      if (node.dialled >= most) {
        return;
      }
      SimNode other = nodes.get(random.nextInt(nodes.size()));
      if (other.isUp) {
        connect(node, other);
      }
    }
  }

  void connect(SimNode from, SimNode to) {
    if (from != to && !from.links.contains(to)) {
      from.dialled++;
      from.connected(to, true);
      to.connected(from, false);
    }
  }

  void disconnect(SimNode one, SimNode other) {
    if (one.links.contains(other)) {
      one.disconnected(other);
      other.disconnected(one);
    }
  }

  /** Takes a node off the network, as if its machine had stopped. */
  void stop(SimNode node) {
    List.copyOf(node.links).forEach(other -> disconnect(node, other));
    node.isUp = false;
  }

  /** Brings it back, knowing nothing. */
  void start(SimNode node, int links) {
    node.reborn();
    connect(node, links);
  }

  void send(SimNode from, PeerId id, Rpc rpc) {
    SimNode to = byId.get(id);
    if (to == null || !from.links.contains(to)) {
      return;
    }
    if (loss > 0 && rpc.subscriptions().isEmpty() && random.nextDouble() < loss) {
      return;
    }
    Map<Bytes, Integer> hops = new HashMap<>();
    for (GossipMessage message : rpc.messages()) {
      Tracked known = tracked.get(message.data());
      if (known != null) {
        hops.put(message.data(), known.hops.getOrDefault(from, 0));
      }
    }
    long delay = Math.max(latency(from, to), from.busyUntil(to) - now + 1);
    from.busyUntil(to, now + delay);
    after(
        delay,
        () -> {
          if (to.isUp && to.links.contains(from)) {
            to.received(from, rpc, hops);
          }
        });
  }

  /**
   * How long an RPC is under way: by how far apart the two are, and up to a tenth more or less. As
   * on a map, the way by a third one is no shorter.
   */
  private long latency(SimNode from, SimNode to) {
    double millis = NEAR_MILLIS + (FAR_MILLIS - NEAR_MILLIS) * from.distance(to);
    return (long) (millis * (0.9 + 0.2 * random.nextDouble()) * 1_000_000);
  }

  /** Publishes something new; all honest nodes that are up now are to have it. */
  void publish(SimNode by, int bytes) {
    byte[] data = new byte[Math.max(8, bytes)];
    random.nextBytes(data);
    data[0] = SimNode.GOOD;
    GossipMessage message = GossipMessage.anonymous(TOPIC, Bytes.owning(data));
    Tracked track = new Tracked(now);
    for (SimNode node : nodes) {
      if (node.isUp && node.behaviour.isHonest() && node != by) {
        track.audience.add(node);
      }
    }
    track.hops.put(by, 0);
    tracked.put(message.data(), track);
    by.handle(new Input.Publish(message));
  }

  void delivered(SimNode to, Bytes data, int hops) {
    Tracked track = tracked.get(data);
    if (track != null) {
      track.hops.putIfAbsent(to, hops);
    }
  }

  /** A copy came, the first one or a later one. */
  void came(SimNode to, Bytes data, int hops) {
    Tracked track = tracked.get(data);
    if (track != null) {
      track.fewest.merge(to, hops, Math::min);
    }
  }

  /** What became of all that was published. */
  SimFigures figures() {
    return figures(nodes);
  }

  /** The same for one node. */
  SimFigures figures(SimNode node) {
    return figures(List.of(node));
  }

  private SimFigures figures(List<SimNode> whose) {
    Set<SimNode> counted = Set.copyOf(whose);
    long due = 0;
    long came = 0;
    List<Integer> hops = new ArrayList<>();
    List<Integer> fewest = new ArrayList<>();
    for (Tracked track : tracked.values()) {
      for (SimNode node : track.audience) {
        // Nobody can have what was published before it was born again.
        if (!node.isUp || node.born > track.published || !counted.contains(node)) {
          continue;
        }
        due++;
        Integer steps = track.hops.get(node);
        if (steps != null) {
          came++;
          hops.add(steps);
          fewest.add(track.fewest.getOrDefault(node, steps));
        }
      }
    }
    hops.sort(null);
    fewest.sort(null);
    return new SimFigures(due, came, hops, fewest);
  }
}
