package io.vivim.libp2p.kad.rpc;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** Messages for tests. */
final class Examples {
  static final Bytes KEY = Multihash.sha256(Bytes.utf8("tea")).encode();
  static final KadRecord RECORD =
      new KadRecord(Bytes.utf8("/v/tea"), Bytes.utf8("at four"), "2026-11-30T16:00:00Z");

  private Examples() {}

  static PeerId peer(String name) {
    try {
      return PeerId.decode(Multihash.sha256(Bytes.utf8(name)).encode());
    } catch (PeerException e) {
      throw new IllegalStateException(e);
    }
  }

  static Multiaddr address(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new IllegalStateException(e);
    }
  }

  static KadPeer alice() {
    List<Multiaddr> addresses =
        List.of(address("/ip4/192.0.2.1/tcp/4001"), address("/dns4/tea.example/tcp/443/wss"));
    return new KadPeer(peer("alice"), addresses, Connection.CONNECTED);
  }

  static KadPeer bob() {
    return KadPeer.at(peer("bob"), List.of());
  }

  static KadMessage everything() {
    return KadMessage.about(Kind.GET_VALUE, RECORD.key())
        .with(List.of(alice(), bob()), List.of(bob()))
        .with(RECORD);
  }

  static List<KadMessage> all() {
    return List.of(
        everything(),
        KadMessage.PING,
        KadMessage.put(RECORD),
        KadMessage.find(peer("carol")),
        KadMessage.provide(KEY, alice()),
        KadMessage.about(Kind.GET_PROVIDERS, KEY));
  }
}
