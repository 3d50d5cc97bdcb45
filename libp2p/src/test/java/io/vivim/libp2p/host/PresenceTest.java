package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkListener;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.link.Passage;
import io.vivim.libp2p.link.SimulatedNet;
import io.vivim.libp2p.link.SimulatedTime;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host says of itself, as where it listens changes. */
final class PresenceTest {
  private static final PrivateKey SELF = PrivateKey.generate(KeyType.ED25519, new SecureRandom());

  private final SimulatedTime time = new SimulatedTime(1);
  private final LinkMaker maker =
      new SimulatedNet(time, 1)
          .links(1, Host.builder(SELF, time.clock()).linkSettings(), new Nobody());
  private Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
  private final Presence presence = new Presence(SELF, () -> now, List.of());

  /** Nobody comes. */
  private static final class Nobody implements LinkListener {
    @Override
    public Optional<Passage> arrives(Multiaddr local, Multiaddr remote) {
      return Optional.empty();
    }

    @Override
    public Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected) {
      return Optional.empty();
    }

    @Override
    public void accepted(Link link) {}

    @Override
    public void refused(Multiaddr remote, UpgradeException why) {}

    @Override
    public void incoming(Link link, LinkStream stream) {}
  }

  @AfterEach
  void close() {
    CompletionStage<Void> closed = maker.close();
    time.pass(Duration.ofSeconds(1));
    assertThat(closed).isCompleted();
  }

  private Listening listen(int port) throws AddressException {
    List<Multiaddr> at = List.of(Multiaddr.parse("/ip4/10.0.0.1/tcp/" + port));
    return presence.listen(maker, at, () -> {}).toCompletableFuture().join();
  }

  private PeerRecord record() throws ProtocolException, PeerException {
    Bytes message = presence.message(new NoLink(SELF.publicKey()), List.of());
    Identity said = Identity.decode(message, SELF.publicKey().peerId());
    return PeerRecord.open(said.record().orElseThrow());
  }

  @Test
  void eachRecordOfOtherAddressesHasAHigherNumberWhateverTheClockSays() throws Exception {
    long first = now.toEpochMilli();
    Listening one = listen(1);
    assertThat(record().seq()).isEqualTo(first);
    // Within the same millisecond.
    Listening two = listen(2);
    assertThat(record().seq()).isEqualTo(first + 1);
    assertThat(record().seq()).isEqualTo(first + 1);
    now = now.minus(Duration.ofHours(1));
    CompletionStage<Void> unused = one.close();
    assertThat(record().seq()).isEqualTo(first + 2);
    assertThat(record().addresses()).isEqualTo(two.addresses());
    now = now.plus(Duration.ofHours(2));
    listen(3);
    assertThat(record().seq()).isEqualTo(now.toEpochMilli());
  }
}
