package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Many routers in one process, on a network that delays what they say and on which nodes come and
 * go. What happens follows from the seed.
 */
final class SimNetwork {
  static final Multiaddr SOMEWHERE = somewhere();

  /** How long it takes until it is clear that nobody is there. */
  private static final Duration DIAL = Duration.ofSeconds(5);

  private static final Instant BEGINNING = Instant.parse("2026-11-30T12:00:00Z");

  /** Nodes that a new one knows. */
  private static final int FRIENDS = 3;

  final SplittableRandom random;
  final KadParams params;

  /** Those that are up. */
  final List<SimNode> nodes = new ArrayList<>();

  private final PriorityQueue<Due> dues = new PriorityQueue<>();
  private final Map<PeerId, SimNode> byId = new HashMap<>();
  private long now;
  private long made;
  private int names;

  /** Something that is to happen. */
  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  SimNetwork(long seed, KadParams params) {
    this.random = new SplittableRandom(seed);
    this.params = params;
  }

  private static Multiaddr somewhere() {
    try {
      return Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }

  long now() {
    return now;
  }

  InstantSource clock() {
    return () -> BEGINNING.plusNanos(now);
  }

  void after(long nanos, Runnable task) {
    dues.add(new Due(now + nanos, made++, task));
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

  SimNode add(SimNode.Behaviour behaviour, Optional<Neighbourhood> neighbourhood) {
    SimNode node = new SimNode(this, Names.peer(names++), behaviour, neighbourhood);
    for (int i = 0; i < FRIENDS && !nodes.isEmpty(); i++) {
      node.meet(any());
    }
    nodes.add(node);
    byId.put(node.id, node);
    after(random.nextLong(params.times().tick().toNanos()), node::tick);
    return node;
  }

  SimNode add(SimNode.Behaviour behaviour) {
    return add(behaviour, Optional.empty());
  }

  /** Adds honest nodes one after the other. */
  void grow(int count, Duration apart) {
    for (int i = 0; i < count; i++) {
      add(SimNode.Behaviour.HONEST);
      run(apart);
    }
  }

  SimNode any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  SimNode anyHonest() {
    SimNode node = any();
    while (node.behaviour != SimNode.Behaviour.HONEST) {
      node = any();
    }
    return node;
  }

  /** Takes a node off the network, as if its machine had stopped. */
  void stop(SimNode node) {
    node.isUp = false;
    nodes.remove(node);
    byId.remove(node.id);
  }

  /** From now on a part of all nodes goes each hour, and as many new ones come. */
  void churn(double partAnHour) {
    long apart = (long) (Duration.ofHours(1).toNanos() / (partAnHour * nodes.size()));
    after(
        apart,
        () -> {
          stop(any());
          add(SimNode.Behaviour.HONEST);
          churn(partAnHour);
        });
  }

  private long latency() {
    return (5 + random.nextInt(96)) * 1_000_000L;
  }

  void ask(SimNode from, Output.Ask ask) {
    after(latency(), () -> arrive(from, ask));
  }

  private void arrive(SimNode from, Output.Ask ask) {
    SimNode to = byId.get(ask.peer());
    if (to == null) {
      after(DIAL.toNanos(), () -> from.handle(new Input.Failed(ask.request())));
      return;
    }
    from.meet(to);
    KadMessage message = ask.message();
    Optional<KadMessage> answer = to.asked(from, message);
    Input back;
    if (!message.kind().isAnswered()) {
      back = new Input.Told(ask.request());
    } else if (answer.isPresent()) {
      back = new Input.Answered(ask.request(), answer.get(), to.neighbourhood);
    } else {
      back = new Input.Failed(ask.request());
    }
    after(latency(), () -> from.handle(back));
  }

  /** Names of peers that are not there, the nearest to a key of many. */
  List<PeerId> beside(Bytes key, int count) {
    Place place = Place.of(key);
    long salt = random.nextLong();
    return IntStream.range(0, 50 * count)
        .mapToObj(i -> Names.peer("nobody " + salt + " " + i))
        .sorted(Comparator.comparing(Place::of, place::compareDistance))
        .limit(count)
        .toList();
  }

  /** The nearest nodes to a place of all that are up. */
  List<PeerId> nearest(Place place, int most) {
    return nodes.stream()
        .map(node -> node.id)
        .sorted(Comparator.comparing(Place::of, place::compareDistance))
        .limit(most)
        .toList();
  }
}
