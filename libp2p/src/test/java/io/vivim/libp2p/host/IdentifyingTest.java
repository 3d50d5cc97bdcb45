package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.book.PeerStore;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Peers that say who they are late. */
final class IdentifyingTest {
  private static final PrivateKey SELF = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  private static final PrivateKey OTHER = PrivateKey.generate(KeyType.ED25519, new SecureRandom());

  /** More than anything takes that is done with what a peer says. */
  private static final int STEPS = 20;

  private final PeerId peer = OTHER.publicKey().peerId();
  private final HandLink link = new HandLink(OTHER.publicKey(), true);
  private final LinkTable links = new LinkTable(SELF.publicKey().peerId());
  private final List<Identity> told = new ArrayList<>();
  private final HandTimers timers = new HandTimers();
  private final InstantSource clock = InstantSource.system();
  private final PeerStore store = new MemoryPeerStore(clock);

  /** What happens while something is noted. */
  private Runnable whileNoting = () -> {};

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
    HostLimits limits = HostLimits.DEFAULT;
    Turns turns = new Turns(Runnable::run, limits.handlers());
    return new Identifying(
        new Presence(SELF, clock, List.of()),
        new Protocols(new Claims(limits), new Books(), timers, turns, listener, counts),
        links,
        new PeerNotes(store, this::isSpoken),
        new IdentifyReader(new Claims(limits), new Books(), timers, HostMetrics.NONE),
        timers,
        listener);
  }

  private boolean isSpoken(Multiaddr address) {
    whileNoting.run();
    return true;
  }

  /** A stream on which the peer says who it is, whole. */
  private static Script answer() {
    return answer("x", List.of());
  }

  private static Script answer(String agent, List<Multiaddr> addresses) {
    Bytes message =
        new Identity(addresses, List.of("/a"), Optional.empty(), "", agent, Optional.empty())
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
    links.remove(link);
    identifying.forget(peer);
    assertThat(identifying.held()).isZero();
  }

  /** The first link ends late: by then there is another, and the peer has said who it is on it. */
  @Test
  void whoIsLinkedAgainIsNotForgottenForTheLinkThatEnded() {
    HandLink another = new HandLink(OTHER.publicKey(), true);
    links.add(link);
    links.remove(link);
    links.add(another);
    identifying.ask(another);
    another.opened.complete(answer());
    identifying.forget(peer);
    assertThat(identifying.find(peer).map(Identity::agent)).contains("x");
  }

  /** What came whole on a link that has ended is read while the last other one ends. */
  @Test
  void whateverTheStepInWhichTheLastLinkEndsNothingIsKept() {
    for (int step = 0; step < STEPS; step++) {
      HandLink last = new HandLink(OTHER.publicKey(), true);
      HandLink ended = new HandLink(OTHER.publicKey(), true);
      links.add(last);
      AtomicInteger left = new AtomicInteger(step);
      ended.whenAsked =
          () -> {
            if (left.getAndDecrement() == 0) {
              links.remove(last);
              identifying.forget(peer);
            }
          };
      identifying.ask(ended);
      ended.opened.complete(answer());
      links.remove(last);
      if (left.get() < 0) {
        assertThat(identifying.held()).as("step %d", step).isZero();
      }
      identifying.forget(peer);
    }
  }

  /** Two links are two threads. */
  @Test
  void whatAPeerSaidLastIsWhatIsToldAndNotedLast() throws Exception {
    HandLink another = new HandLink(OTHER.publicKey(), true);
    links.add(link);
    links.add(another);
    identifying.ask(link);
    identifying.ask(another);
    Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
    whileNoting =
        () -> {
          whileNoting = () -> {};
          another.opened.complete(answer("later", List.of()));
        };
    link.opened.complete(answer("sooner", List.of(address)));
    assertThat(identifying.find(peer).map(Identity::agent)).contains("later");
    assertThat(told.get(told.size() - 1).agent()).isEqualTo("later");
    assertThat(store.find(peer).orElseThrow().agent()).isEqualTo("later");
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
