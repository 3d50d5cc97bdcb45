package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.peer.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks for peers that have what a key stands for, and tells of each as soon as it is known. */
final class FindProviders extends Job {
  private final int enough;
  private final Consumer<KadPeer> told;
  private final Map<PeerId, KadPeer> found = new LinkedHashMap<>();
  private int hops;

  FindProviders(
      long ticket,
      Lookup lookup,
      Input.FindProviders wanted,
      Consumer<KadPeer> told,
      long deadline) {
    super(ticket, lookup, KadMessage.about(Kind.GET_PROVIDERS, wanted.key()), deadline);
    this.enough = wanted.enough();
    this.told = told;
  }

  /** What we know ourselves. */
  void has(List<KadPeer> ours) {
    ours.forEach(this::add);
  }

  private void add(KadPeer provider) {
    if (found.size() < enough && found.putIfAbsent(provider.id(), provider) == null) {
      told.accept(provider);
    }
    if (found.size() >= enough) {
      satisfy();
    }
  }

  @Override
  void answered(Candidate by, KadMessage message) {
    if (found.isEmpty() && !message.providers().isEmpty()) {
      hops = by.hops;
    }
    message.providers().forEach(this::add);
  }

  @Override
  Outcome outcome() {
    return outcome(List.copyOf(found.values()), Optional.empty(), hops);
  }
}
