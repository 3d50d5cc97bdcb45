package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.store.MemoryProviders;
import io.vivim.libp2p.kad.store.MemoryRecords;
import io.vivim.libp2p.kad.store.StoreLimits;
import io.vivim.libp2p.kad.store.Validators;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A node of the simulator: a router, and what it does on the network. */
final class SimNode implements PeerFacts {
  final PeerId id;
  final Behaviour behaviour;
  final Optional<Neighbourhood> neighbourhood;
  final KadRouter router;
  boolean isUp = true;

  private final SimNetwork net;
  private final Set<PeerId> met = new HashSet<>();
  private final Map<Long, Consumer<Outcome>> waiting = new HashMap<>();
  private long nextTicket = 1;

  /** How a node answers. */
  enum Behaviour {
    HONEST,
    /** Names peers that are not there, right beside what is looked for. */
    LIAR,
    /** Takes what it is told, names nobody, and has nothing. */
    MISER
  }

  SimNode(SimNetwork net, PeerId id, Behaviour behaviour, Optional<Neighbourhood> neighbourhood) {
    this.net = net;
    this.id = id;
    this.behaviour = behaviour;
    this.neighbourhood = neighbourhood;
    StoreLimits limits = StoreLimits.DEFAULT;
    RouterParts parts =
        new RouterParts(
            net.params,
            Validators.none().with("n", Names.NUMBERS),
            new MemoryRecords(limits),
            new MemoryProviders(limits));
    this.router = new KadRouter(id, parts, this, net.clock(), net.random.split());
  }

  @Override
  public List<Multiaddr> ours() {
    return List.of(SimNetwork.SOMEWHERE);
  }

  @Override
  public KadPeer peer(PeerId peer) {
    return KadPeer.at(peer, List.of(SimNetwork.SOMEWHERE));
  }

  @Override
  public Optional<Bytes> publicKey(PeerId peer) {
    return Optional.empty();
  }

  void tick() {
    if (isUp) {
      net.after(net.params.times().tick().toNanos(), this::tick);
      handle(new Input.Tick());
    }
  }

  /** Another node is on a link to this one. */
  void meet(SimNode other) {
    if (met.add(other.id)) {
      handle(new Input.Met(other.id, other.neighbourhood));
    }
  }

  long ticket(Consumer<Outcome> done) {
    waiting.put(nextTicket, done);
    return nextTicket++;
  }

  /** Another node asks; nothing comes back where it is refused. */
  Optional<KadMessage> asked(SimNode from, KadMessage message) {
    meet(from);
    if (behaviour != Behaviour.HONEST) {
      return Optional.of(lie(message));
    }
    Optional<KadMessage> answer = Optional.empty();
    for (Output output : router.handle(new Input.Asked(from.id, 0, message), net.now())) {
      if (output instanceof Output.Answer said) {
        answer = Optional.of(said.message());
      }
    }
    return answer;
  }

  private KadMessage lie(KadMessage message) {
    List<KadPeer> named =
        behaviour == Behaviour.MISER
            ? List.of()
            : net.beside(message.key(), net.params.near()).stream().map(this::peer).toList();
    return new KadMessage(message.kind(), message.key(), Optional.empty(), named, List.of());
  }

  void handle(Input input) {
    if (!isUp) {
      return;
    }
    for (Output output : router.handle(input, net.now())) {
      if (output instanceof Output.Ask ask) {
        net.ask(this, ask);
      } else if (output instanceof Output.Done done) {
        Consumer<Outcome> told = waiting.remove(done.ticket());
        if (told != null) {
          told.accept(done.outcome());
        }
      }
    }
  }
}
