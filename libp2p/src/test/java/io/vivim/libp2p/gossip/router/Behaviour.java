package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Ihave;
import io.vivim.libp2p.gossip.rpc.Rpc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a node of the simulator does: what it should, or what somebody wants who wishes us ill. */
enum Behaviour {
  HONEST {
    @Override
    Rpc sent(Rpc rpc) {
      return rpc;
    }
  },

  /** Takes its place in every mesh, and passes nothing on. */
  SYBIL,

  /** The same, and sends what the application ignores. */
  SPAM {
    @Override
    void heartbeat(SimNode node) {
      flood(node, SimNode.JUNK, 20);
    }
  },

  /** The same, and sends what the application rejects. */
  INVALID {
    @Override
    void heartbeat(SimNode node) {
      flood(node, SimNode.BAD, 2);
    }
  },

  /** The same, and asks for everything, again and again. */
  IWANT_FLOOD {
    @Override
    void heartbeat(SimNode node) {
      List<Bytes> ids = new ArrayList<>(node.heardOf);
      if (ids.isEmpty()) {
        return;
      }
      List<Bytes> many = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        many.addAll(ids.subList(Math.max(0, ids.size() - 100), ids.size()));
      }
      Rpc ask = new Rpc(List.of(), List.of(), List.of(), many, List.of(), List.of(), List.of());
      node.links.forEach(other -> node.sendRaw(other, ask));
    }
  },

  /** The same, and tells of what there is not. */
  BROKEN_PROMISE {
    @Override
    void heartbeat(SimNode node) {
      for (SimNode other : node.links) {
        for (int i = 0; i < 5; i++) {
          List<Bytes> ids = new ArrayList<>();
          for (int j = 0; j < 50; j++) {
            ids.add(node.junk(32, SimNode.JUNK));
          }
          List<Ihave> told = List.of(new Ihave(SimNetwork.TOPIC, ids));
          node.sendRaw(
              other,
              new Rpc(List.of(), List.of(), told, List.of(), List.of(), List.of(), List.of()));
        }
      }
    }
  },

  /** The same, and will be in each mesh, whatever it is told. */
  GRAFT_FLOOD {
    @Override
    void heartbeat(SimNode node) {
      List<String> grafts = Collections.nCopies(10, SimNetwork.TOPIC);
      Rpc graft = new Rpc(List.of(), List.of(), List.of(), List.of(), grafts, List.of(), List.of());
      node.links.forEach(other -> node.sendRaw(other, graft));
    }
  };

  boolean isHonest() {
    return this == HONEST;
  }

  /** What it sends of that which the protocol wants it to. */
  Rpc sent(Rpc rpc) {
    return new Rpc(
        rpc.subscriptions(),
        List.of(),
        List.of(),
        rpc.wanted(),
        rpc.grafts(),
        rpc.prunes(),
        List.of());
  }

  /** What it does besides, each second. */
  void heartbeat(SimNode node) {}

  private static void flood(SimNode node, byte kind, int count) {
    for (SimNode other : node.links) {
      for (int i = 0; i < count; i++) {
        Bytes data = node.junk(100, kind);
        node.sendRaw(other, Rpc.of(GossipMessage.anonymous(SimNetwork.TOPIC, data)));
      }
    }
  }
}
