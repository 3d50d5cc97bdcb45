package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.store.MemoryProviders;
import io.vivim.libp2p.kad.store.MemoryRecords;
import io.vivim.libp2p.kad.store.StoreLimits;
import io.vivim.libp2p.kad.store.Validators;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A router whose peers are played by a test. */
final class Alone implements PeerFacts {
  static final PeerId SELF = Names.peer("self");

  final KadRouter router;
  final List<Output> outputs = new ArrayList<>();
  final Map<PeerId, Bytes> keys = new HashMap<>();

  /** What it has asked and nobody has answered. */
  final Deque<Output.Ask> asks = new ArrayDeque<>();

  private long now = 1;

  Alone(KadParams params) {
    RouterParts parts =
        new RouterParts(
            params,
            Validators.publicKeys().with("n", Names.NUMBERS),
            new MemoryRecords(StoreLimits.DEFAULT),
            new MemoryProviders(StoreLimits.DEFAULT));
    this.router =
        new KadRouter(
            SELF,
            parts,
            this,
            () -> Instant.parse("2026-11-30T12:00:00Z").plusNanos(now),
            new SplittableRandom(1));
  }

  static Multiaddr address(int port) {
    try {
      return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port);
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }

  static KadPeer named(PeerId peer) {
    return KadPeer.at(peer, List.of(address(1)));
  }

  @Override
  public List<Multiaddr> ours() {
    return List.of(address(4001));
  }

  @Override
  public KadPeer peer(PeerId peer) {
    return named(peer);
  }

  @Override
  public Optional<Bytes> publicKey(PeerId peer) {
    return Optional.ofNullable(keys.get(peer));
  }

  void pass(Duration time) {
    now += time.toNanos();
    handle(new Input.Tick());
  }

  List<Output> handle(Input input) {
    List<Output> made = router.handle(input, now);
    outputs.addAll(made);
    for (Output output : made) {
      if (output instanceof Output.Ask ask) {
        asks.add(ask);
      } else if (output instanceof Output.Abandon abandon) {
        asks.removeIf(ask -> ask.request() == abandon.request());
      }
    }
    return made;
  }

  /** A peer comes, and answers that it is there. */
  void meet(PeerId peer) {
    handle(new Input.Met(peer, Optional.empty()));
    Output.Ask ask = asks.removeLast();
    answer(ask, ask.message());
  }

  void answer(Output.Ask ask, KadMessage message) {
    handle(new Input.Answered(ask.request(), message, Optional.empty()));
  }

  void fail(Output.Ask ask) {
    handle(new Input.Failed(ask.request()));
  }

  /** What is said to a peer that asks. */
  Output asked(PeerId by, KadMessage message) {
    List<Output> made = handle(new Input.Asked(by, 7, message));
    return made.get(made.size() - 1);
  }

  /** The answer to a peer that asks. */
  KadMessage answer(PeerId by, KadMessage message) {
    return ((Output.Answer) asked(by, message)).message();
  }

  /** What came of a ticket, if it did. */
  Optional<Outcome> outcome(long ticket) {
    return outputs.stream()
        .filter(Output.Done.class::isInstance)
        .map(Output.Done.class::cast)
        .filter(done -> done.ticket() == ticket)
        .map(Output.Done::outcome)
        .findFirst();
  }
}
