package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node of the simulator: a router, the nodes it is linked to, and what it thinks of messages. */
final class SimNode {
  /** The first byte of messages that are accepted, rejected, or ignored. */
  static final byte GOOD = 1;

  static final byte BAD = 2;
  static final byte JUNK = 3;

  private static final int MOST_HEARD_OF = 1000;

  final PeerId id;
  final Behaviour behaviour;
  final Set<SimNode> links = new LinkedHashSet<>();
  final Set<Bytes> heardOf = new LinkedHashSet<>();
  int dialled;
  boolean isUp = true;
  long born;
  Router router;

  /** Messages that were sent to others before there was a verdict on them. */
  int sentUnjudged;

  private final SimNetwork net;
  private final String place;

  /** Where it is on a square map. */
  private final double east;

  private final double south;
  private final Map<Bytes, Integer> hops = new HashMap<>();
  private final Set<Bytes> judged = new LinkedHashSet<>();
  private final Map<SimNode, Long> busy = new HashMap<>();

  SimNode(SimNetwork net, PeerId id, Behaviour behaviour, int number) {
    this.net = net;
    this.id = id;
    this.behaviour = behaviour;
    this.place = "place " + number;
    this.east = net.random.nextDouble();
    this.south = net.random.nextDouble();
    this.router = router();
    handle(new Input.Subscribe(SimNetwork.TOPIC));
  }

  /** How far it is to another, of the way from one corner of the map to the other. */
  double distance(SimNode other) {
    return Math.hypot(east - other.east, south - other.south) / Math.sqrt(2);
  }

  private Router router() {
    PeerScores scores = new PeerScores(net.scores, peer -> 0);
    return new Router(id, net.settings, scores, peer -> Optional.empty(), net.random.split());
  }

  void reborn() {
    router = router();
    links.clear();
    hops.clear();
    judged.clear();
    busy.clear();
    dialled = 0;
    isUp = true;
    born = net.now();
    handle(new Input.Subscribe(SimNetwork.TOPIC));
  }

  void connected(SimNode other, boolean isDialled) {
    links.add(other);
    handle(new Input.Connected(other.id, Speaks.MESH_1_2, isDialled, other.place));
  }

  void disconnected(SimNode other) {
    links.remove(other);
    busy.remove(other);
    handle(new Input.Disconnected(other.id));
  }

  /** Until when what was sent to another is under way: streams keep their order. */
  long busyUntil(SimNode other) {
    return busy.getOrDefault(other, 0L);
  }

  void busyUntil(SimNode other, long nanos) {
    busy.put(other, nanos);
  }

  void heartbeat() {
    net.after(net.settings.mesh().times().heartbeat(), this::heartbeat);
    if (isUp) {
      handle(new Input.Heartbeat());
      behaviour.heartbeat(this);
    }
  }

  void received(SimNode from, Rpc rpc, Map<Bytes, Integer> steps) {
    steps.forEach(
        (data, before) -> {
          hops.putIfAbsent(data, before + 1);
          net.came(this, data, before + 1);
        });
    if (!behaviour.isHonest()) {
      rpc.ihaves().forEach(ihave -> heardOf.addAll(ihave.ids()));
      rpc.messages().forEach(each -> heardOf.add(net.settings.ids().of(each)));
      while (heardOf.size() > MOST_HEARD_OF) {
        heardOf.remove(heardOf.iterator().next());
      }
    }
    handle(new Input.Received(from.id, rpc));
  }

  void handle(Input input) {
    for (Output output : router.handle(input, net.now())) {
      if (output instanceof Output.Send send) {
        sent(send);
      } else if (output instanceof Output.Judge judge) {
        Router asked = router;
        net.after((1 + net.random.nextInt(3)) * 1_000_000L, () -> judge(asked, judge.claim()));
      } else if (output instanceof Output.Deliver deliver) {
        Bytes data = deliver.message().data();
        net.delivered(this, data, hops.getOrDefault(data, 0));
      } else if (output instanceof Output.Published published) {
        judged.add(published.id());
      }
    }
  }

  private void sent(Output.Send send) {
    if (behaviour.isHonest()) {
      for (GossipMessage message : send.rpc().messages()) {
        sentUnjudged += judged.contains(net.settings.ids().of(message)) ? 0 : 1;
      }
    }
    Rpc rpc = behaviour.sent(send.rpc());
    if (!rpc.isEmpty()) {
      net.send(this, send.peer(), rpc);
    }
  }

  void sendRaw(SimNode to, Rpc rpc) {
    net.send(this, to.id, rpc);
  }

  private void judge(Router asked, Claim claim) {
    if (!isUp || asked != router) {
      return;
    }
    Judgement judgement =
        switch (claim.message().data().at(0)) {
          case GOOD -> Judgement.ACCEPT;
          case BAD -> Judgement.REJECT;
          default -> Judgement.IGNORE;
        };
    if (judgement == Judgement.ACCEPT) {
      judged.add(claim.id());
    }
    handle(new Input.Judged(claim, judgement));
  }

  Bytes junk(int size, byte kind) {
    byte[] data = new byte[size];
    net.random.nextBytes(data);
    data[0] = kind;
    return Bytes.owning(data);
  }

  double scoreOf(SimNode other) {
    return router.score(other.id).map(sheet -> sheet.score()).orElse(0.0);
  }

  List<PeerId> mesh() {
    return List.copyOf(router.mesh(SimNetwork.TOPIC));
  }
}
