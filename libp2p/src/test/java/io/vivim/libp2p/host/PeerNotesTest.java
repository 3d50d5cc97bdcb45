package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PeerNotesTest {
  private static Multiaddr at(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoIsFarAwaySendsUsToNoAddressThatIsNear() {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    MemoryPeerStore store = new MemoryPeerStore(InstantSource.system());
    Multiaddr far = at("/ip4/9.9.9.9/tcp/1");
    List<Multiaddr> said =
        List.of(at("/ip4/127.0.0.1/tcp/1"), at("/ip4/10.0.0.1/tcp/1"), at("/ip6/::1/tcp/1"), far);
    new PeerNotes(store, address -> true)
        .identified(
            new NoLink(key.publicKey()),
            new Identity(said, List.of(), Optional.empty(), "", "", Optional.empty()));
    assertThat(store.addresses(key.publicKey().peerId())).containsExactly(far);
  }
}
