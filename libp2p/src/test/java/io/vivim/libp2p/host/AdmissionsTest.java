package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Passage;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** What is on account of a connection, and when it is given back. */
final class AdmissionsTest {
  private final Counts counts = new Counts();
  private final Books books = new Books();
  private final PeerId peer =
      PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();

  private Passage passage() throws Exception {
    Multiaddr address = Multiaddr.parse("/ip4/10.0.0.1/tcp/1");
    Admissions admissions =
        new Admissions(new Claims(HostLimits.DEFAULT), books, Gate.OPEN, counts, () -> 0);
    Passage passage = admissions.arrives(address, address).orElseThrow();
    assertThat(passage.proven(peer)).isEmpty();
    return passage;
  }

  @Test
  void whatOutlastsAConnectionStaysOnAccountOfItsPeer() throws Exception {
    Passage passage = passage();
    assertThat(passage.holds(5000)).isTrue();
    assertThat(passage.outlasts(1000)).isTrue();
    assertThat(books.used(Refusal.BYTES)).isEqualTo(6000);
    passage.gone();
    assertThat(books.used(Refusal.BYTES)).isEqualTo(1000);
    assertThat(books.used(Refusal.BYTES_OF_PEER, peer)).isEqualTo(1000);
    passage.outlasted(1000);
    assertThat(books.size()).isZero();
  }

  @Test
  void whereThePeerHasTooMuchNothingOutlastsAConnection() throws Exception {
    Passage passage = passage();
    assertThat(passage.outlasts(65L << 20)).isFalse();
    assertThat(counts.of(Refusal.BYTES_OF_PEER)).isEqualTo(1);
    passage.gone();
    assertThat(books.size()).isZero();
  }

  @Test
  void onceThereIsALinkItsHandshakeIsOnNobodysAccount() throws Exception {
    Passage passage = passage();
    assertThat(books.used(Refusal.HANDSHAKES)).isEqualTo(1);
    passage.linked();
    assertThat(books.used(Refusal.HANDSHAKES)).isZero();
    assertThat(books.used(Refusal.INBOUND_CONNECTIONS)).as("the link is").isEqualTo(1);
    passage.gone();
    assertThat(books.size()).isZero();
  }
}
