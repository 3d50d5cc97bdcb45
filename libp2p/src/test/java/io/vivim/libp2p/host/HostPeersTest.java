package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.book.KnownPeer;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hosts on the loopback say of themselves, and remember of each other. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostPeersTest {
  private static final long MOST_SECONDS = 20;
  private static final long LOOK_MILLIS = 20;

  private final BlockingQueue<Identity> identities = new LinkedBlockingQueue<>();
  private final BlockingQueue<Link> closed = new LinkedBlockingQueue<>();
  private final HandTimers thereTimers = new HandTimers();
  private final PeerStore store = new MemoryPeerStore(InstantSource.system());
  private final Host here =
      Host.builder(key(), InstantSource.system())
          .peers(store)
          .listener(
              new HostListener() {
                @Override
                public void identified(Link link, Identity identity) {
                  identities.add(identity);
                }

                @Override
                public void closed(Link link, LinkEnd why) {
                  closed.add(link);
                }
              })
          .build();
  private final Host there =
      Host.builder(key(), InstantSource.system())
          .announce(at("/dns4/there.example/tcp/4001"))
          .timers(thereTimers)
          .build();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static PrivateKey key() {
    return PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  }

  private static Multiaddr at(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  private void cut(Link link) throws InterruptedException {
    link.cut(LinkEnd.CLOSED);
    assertThat(closed.poll(MOST_SECONDS, TimeUnit.SECONDS)).isSameAs(link);
  }

  private Identity nextIdentity() throws InterruptedException {
    Identity next = identities.poll(MOST_SECONDS, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  /**
   * What the other host tells next that is such. Its time passes until then, since it puts off what
   * changes while it tells of something else.
   */
  private Identity told(Predicate<Identity> such) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() < end) {
      thereTimers.pass(Identifying.PAUSE);
      Identity next = identities.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null && such.test(next)) {
        return next;
      }
    }
    throw new AssertionError("nothing such is told");
  }

  private static PeerRecord record(Identity identity) throws PeerException {
    Bytes envelope = identity.record().orElseThrow();
    return PeerRecord.open(envelope);
  }

  @Test
  void severalAddressesAreOpenedAndClosedTogether() throws InterruptedException {
    Multiaddr tcp = at("/ip4/127.0.0.1/tcp/0");
    Listening both = get(there.listen(tcp, at("/ip4/127.0.0.1/tcp/0/ws"), tcp));
    assertThat(both.addresses()).hasSize(3).doesNotHaveDuplicates();
    assertThat(there.addresses())
        .containsAll(both.addresses())
        .contains(at("/dns4/there.example/tcp/4001"));
    for (Multiaddr address : both.addresses()) {
      Link link = get(here.connect(there.id(), List.of(address)));
      assertThat(link.remote()).isEqualTo(address);
      cut(link);
    }
    get(both.close());
    assertThat(there.addresses()).doesNotContainAnyElementsOf(both.addresses());
  }

  @Test
  void whereOneAddressCannotBeOpenedNoneIs() {
    Multiaddr taken = get(here.listen(at("/ip4/127.0.0.1/tcp/0"))).addresses().get(0);
    assertThatThrownBy(() -> get(there.listen(at("/ip4/127.0.0.1/tcp/0"), taken))).isNotNull();
    assertThat(there.addresses()).containsExactly(at("/dns4/there.example/tcp/4001"));
  }

  @Test
  void aPeerThatWasMetIsFoundAgainByItsNameAlone() throws InterruptedException {
    get(there.listen(at("/ip4/127.0.0.1/tcp/0")));
    Link link = get(here.connect(there.id(), there.addresses()));
    nextIdentity();
    KnownPeer known = store.find(there.id()).orElseThrow();
    assertThat(known.protocols()).contains(Ping.PROTOCOL);
    assertThat(known.record()).isPresent();
    assertThat(store.addresses(there.id())).containsExactlyInAnyOrderElementsOf(there.addresses());
    cut(link);
    assertThat(get(here.open(there.id(), Ping.PROTOCOL)).peer()).isEqualTo(there.id());
    assertThat(get(here.connect(there.id())).peer()).isEqualTo(there.id());
  }

  @Test
  void ofWhomNothingIsKnownThatIsSaid() {
    assertThatThrownBy(() -> get(here.connect(there.id())))
        .hasMessageContaining("no address is known");
    assertThatThrownBy(() -> get(here.open(there.id(), Ping.PROTOCOL)))
        .hasMessageContaining("no address is known");
  }

  @Test
  void whatTheOwnerKnowsIsTried() {
    Listening at = get(there.listen(at("/ip4/127.0.0.1/tcp/0")));
    here.peers().said(there.id(), at.addresses(), Source.GIVEN);
    assertThat(get(here.connect(there.id())).peer()).isEqualTo(there.id());
  }

  @Test
  void peersAreToldOfOtherAddressesWithANewerRecord() throws Exception {
    get(there.listen(at("/ip4/127.0.0.1/tcp/0")));
    get(here.connect(there.id(), there.addresses()));
    Identity first = nextIdentity();
    get(there.listen(at("/ip4/127.0.0.1/tcp/0/ws")));
    thereTimers.pass(Identifying.PAUSE);
    Identity second = nextIdentity();
    assertThat(second.addresses()).isEqualTo(there.addresses()).hasSize(3);
    assertThat(record(second).supersedes(record(first))).isTrue();
    assertThat(store.addresses(there.id())).containsExactlyInAnyOrderElementsOf(there.addresses());
  }

  @Test
  void peersAreToldOfOtherProtocolsWithTheSameRecord() throws Exception {
    get(there.listen(at("/ip4/127.0.0.1/tcp/0")));
    get(here.connect(there.id(), there.addresses()));
    Identity first = nextIdentity();
    there.handle("/more/1.0.0", Stream::reset);
    there.handle("/most/1.0.0", Stream::reset);
    Identity second = told(identity -> identity.protocols().contains("/more/1.0.0"));
    assertThat(second.protocols()).contains("/most/1.0.0");
    assertThat(second.record()).isEqualTo(first.record());
    there.unhandle("/more/1.0.0");
    Identity third = told(identity -> !identity.protocols().contains("/more/1.0.0"));
    assertThat(third.protocols()).contains("/most/1.0.0");
  }
}
