package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Peers that say who they are late. */
final class IdentifyingTest {
  private static final PrivateKey SELF = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  private static final PrivateKey OTHER = PrivateKey.generate(KeyType.ED25519, new SecureRandom());

  private final PeerId peer = OTHER.publicKey().peerId();
  private final HandLink link = new HandLink(OTHER.publicKey(), true);
  private final LinkTable links = new LinkTable(SELF.publicKey().peerId());
  private final List<Identity> told = new ArrayList<>();
  private final HandTimers timers = new HandTimers();
  private final Counts counts = new Counts();
  private final Identifying identifying = identifying();

  private Identifying identifying() {
    HostListener listener =
        new HostListener() {
          @Override
          public void identified(Link of, Identity identity) {
            told.add(identity);
          }
        };
    InstantSource clock = InstantSource.system();
    HostLimits limits = HostLimits.DEFAULT;
    Turns turns = new Turns(Runnable::run, limits.handlers());
    return new Identifying(
        new Presence(SELF, clock, List.of()),
        new Protocols(new Claims(limits), new Books(), timers, turns, listener, counts),
        links,
        new PeerNotes(new MemoryPeerStore(clock), address -> true),
        new IdentifyReader(limits, timers, HostMetrics.NONE),
        timers,
        listener);
  }

  /** A stream on which the peer says who it is, whole. */
  private static Script answer() {
    Bytes message =
        new Identity(List.of(), List.of("/a"), Optional.empty(), "", "x", Optional.empty())
            .encode(OTHER.publicKey());
    Bytes all =
        Bytes.concat(
            Attacker.line("/multistream/1.0.0"),
            Attacker.line(IdentifyProtocol.ASK),
            Varint.encode(message.size()),
            message);
    return new Script(all.toArray(), all.size());
  }

  @Test
  void whoIsLinkedIsRememberedUntilItIsNot() {
    links.add(link);
    identifying.ask(link);
    link.opened.complete(answer());
    assertThat(identifying.find(peer).map(Identity::agent)).contains("x");
    assertThat(told).hasSize(1);
    identifying.forget(peer);
    assertThat(identifying.held()).isZero();
  }

  @Test
  void whoIsToldAndNeverEndsItsHalfOfTheStreamIsBrokenOff() {
    links.add(link);
    Bytes agreed =
        Bytes.concat(Attacker.line("/multistream/1.0.0"), Attacker.line(IdentifyProtocol.PUSH));
    Script push = new Script(agreed.toArray(), agreed.size());
    link.opened.complete(push);
    identifying.changed();
    timers.pass(Identifying.PAUSE);
    assertThat(push.isFinished).isTrue();
    assertThat(push.isReset).isFalse();
    timers.pass(Identifying.PUSH_TIMEOUT);
    assertThat(push.isReset).isTrue();
    assertThat(counts.of(Refusal.END_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void whatAPeerSaysThatIsLinkedNoMoreIsForgotten() {
    links.add(link);
    identifying.ask(link);
    links.remove(link);
    identifying.forget(peer);
    link.opened.complete(answer());
    assertThat(identifying.held()).isZero();
    assertThat(told).isEmpty();
  }
}
