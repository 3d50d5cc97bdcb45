package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Ihave;
import io.vivim.libp2p.gossip.rpc.Prune;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.rpc.Subscription;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What comes of one input: whatever one peer is told goes into one RPC. */
final class Outbox {
  private final List<Output> outputs = new ArrayList<>();
  private final Map<PeerId, Draft> drafts = new LinkedHashMap<>();

  private static final class Draft {
    final List<Subscription> subscriptions = new ArrayList<>(0);
    final List<GossipMessage> messages = new ArrayList<>(0);
    final List<Ihave> ihaves = new ArrayList<>(0);
    final List<Bytes> wanted = new ArrayList<>(0);
    final List<String> grafts = new ArrayList<>(0);
    final List<Prune> prunes = new ArrayList<>(0);
    final List<Bytes> unwanted = new ArrayList<>(0);

    Rpc rpc() {
      return new Rpc(subscriptions, messages, ihaves, wanted, grafts, prunes, unwanted);
    }
  }

  private Draft to(Peer peer) {
    return drafts.computeIfAbsent(peer.id, id -> new Draft());
  }

  void subscription(Peer to, Subscription said) {
    to(to).subscriptions.add(said);
  }

  void message(Peer to, GossipMessage message) {
    to(to).messages.add(message);
  }

  /** The same message to many, who share the RPC. */
  void message(Iterable<Peer> to, GossipMessage message) {
    Rpc rpc = Rpc.of(message);
    for (Peer peer : to) {
      add(new Output.Send(peer.id, rpc));
    }
  }

  void ihave(Peer to, Ihave told) {
    to(to).ihaves.add(told);
  }

  void want(Peer to, List<Bytes> ids) {
    to(to).wanted.addAll(ids);
  }

  void graft(Peer to, String topic) {
    to(to).grafts.add(topic);
  }

  void prune(Peer to, Prune prune) {
    to(to).prunes.add(prune);
  }

  void unwanted(Peer to, Bytes id) {
    to(to).unwanted.add(id);
  }

  void add(Output output) {
    outputs.add(output);
  }

  void drop(PeerId peer, Drop why) {
    outputs.add(new Output.Dropped(peer, why));
  }

  /** All of it; the outbox is empty again. */
  List<Output> take() {
    drafts.forEach((peer, draft) -> outputs.add(new Output.Send(peer, draft.rpc())));
    drafts.clear();
    List<Output> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }
}
