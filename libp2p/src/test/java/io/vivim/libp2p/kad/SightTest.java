package io.vivim.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SightTest {
  private static Multiaddr at(String host) throws AddressException {
    return Multiaddr.parse(host + "/tcp/4001");
  }

  private static PeerId peer(String name) throws PeerException {
    return PeerId.decode(Multihash.sha256(Bytes.utf8(name)).encode());
  }

  @ParameterizedTest
  @CsvSource({"/ip4/127.0.0.1,4,2", "/ip4/192.168.0.9,3,1", "/ip4/198.51.100.9,2,1"})
  void whoIsFartherAwayIsToldOfLess(String remote, int addresses, int peers) throws Exception {
    List<Multiaddr> all = new ArrayList<>();
    for (String host :
        List.of("/ip4/127.0.0.1", "/ip4/10.0.0.1", "/ip4/192.0.2.1", "/dns4/tea.example")) {
      all.add(at(host));
    }
    KadPeer everywhere = KadPeer.at(peer("alice"), all);
    KadPeer here = KadPeer.at(peer("bob"), List.of(at("/ip4/127.0.0.1")));
    KadPeer nowhere = KadPeer.at(peer("carol"), List.of(at("/ip4/0.0.0.0")));
    List<KadPeer> named = List.of(everywhere, here, nowhere);

    KadMessage seen = Sight.of(at(remote)).of(KadMessage.PING.with(named, named));

    assertThat(seen.closer()).hasSize(peers);
    assertThat(seen.closer().get(0).addresses())
        .isEqualTo(all.subList(all.size() - addresses, all.size()));
    assertThat(seen.providers()).hasSize(3);
    assertThat(seen.providers().get(2).addresses()).isEmpty();
  }
}
