package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Cuts an RPC into several, for peers that do not take large ones. */
final class RpcParts {
  /** Ids in one part; of 256 bytes each they are far below what every peer takes. */
  private static final int IDS_A_PART = 1000;

  private static final int SUBSCRIPTIONS_A_PART = 200;

  private final List<Rpc> parts = new ArrayList<>();

  private RpcParts() {}

  static List<Rpc> of(Rpc rpc) {
    RpcParts parts = new RpcParts();
    for (List<Subscription> some : cut(rpc.subscriptions(), SUBSCRIPTIONS_A_PART)) {
      parts.add(some, List.of(), List.of(), List.of(), List.of(), List.of());
    }
    for (List<Bytes> some : cut(rpc.unwanted(), IDS_A_PART)) {
      parts.add(List.of(), List.of(), List.of(), List.of(), List.of(), some);
    }
    for (Ihave ihave : rpc.ihaves()) {
      for (List<Bytes> some : cut(ihave.ids(), IDS_A_PART)) {
        List<Ihave> told = List.of(new Ihave(ihave.topic(), some));
        parts.add(List.of(), told, List.of(), List.of(), List.of(), List.of());
      }
    }
    for (List<Bytes> some : cut(rpc.wanted(), IDS_A_PART)) {
      parts.add(List.of(), List.of(), some, List.of(), List.of(), List.of());
    }
    for (List<String> some : cut(rpc.grafts(), SUBSCRIPTIONS_A_PART)) {
      parts.add(List.of(), List.of(), List.of(), some, List.of(), List.of());
    }
    for (Prune prune : rpc.prunes()) {
      parts.add(List.of(), List.of(), List.of(), List.of(), List.of(prune), List.of());
    }
    rpc.messages().forEach(message -> parts.parts.add(Rpc.of(message)));
    return parts.parts;
  }

  private static <T> List<List<T>> cut(List<T> whole, int most) {
    List<List<T>> pieces = new ArrayList<>();
    for (int at = 0; at < whole.size(); at += most) {
      pieces.add(whole.subList(at, Math.min(whole.size(), at + most)));
    }
    return pieces;
  }

  private void add(
      List<Subscription> subscriptions,
      List<Ihave> ihaves,
      List<Bytes> wanted,
      List<String> grafts,
      List<Prune> prunes,
      List<Bytes> unwanted) {
    parts.add(new Rpc(subscriptions, List.of(), ihaves, wanted, grafts, prunes, unwanted));
  }
}
