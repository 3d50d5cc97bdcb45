package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** RPCs and messages for tests. */
final class Examples {
  static final PrivateKey AUTHOR = PrivateKey.ofEd25519Seed(Bytes.owning(new byte[32]));

  private Examples() {}

  static GossipMessage plain() {
    return GossipMessage.anonymous("tea", Bytes.utf8("at four"));
  }

  static GossipMessage signed() {
    return GossipMessage.signed("tea", Bytes.utf8("at four"), AUTHOR, 7);
  }

  static Rpc everything() {
    Prune.Exchanged known =
        new Prune.Exchanged(AUTHOR.publicKey().peerId(), Optional.of(Bytes.utf8("record")));
    Prune.Exchanged named =
        new Prune.Exchanged(AUTHOR.publicKey().peerId(), Optional.<Bytes>empty());
    return new Rpc(
        List.of(new Subscription("tea", true), new Subscription("milk", false)),
        List.of(plain(), signed()),
        List.of(new Ihave("tea", List.of(Bytes.utf8("1"), Bytes.utf8("2")))),
        List.of(Bytes.utf8("3")),
        List.of("tea"),
        List.of(
            new Prune("milk", List.of(known, named), OptionalLong.of(60)),
            new Prune("tea", List.of(), OptionalLong.empty())),
        List.of(Bytes.utf8("4"), Bytes.utf8("5")));
  }
}
