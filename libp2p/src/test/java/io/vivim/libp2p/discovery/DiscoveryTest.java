package io.vivim.libp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.kad.KadSettings;
import io.vivim.libp2p.kad.Kademlia;
import io.vivim.libp2p.kad.Mode;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts on this machine that come to know each other. */
final class DiscoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;
  private static final DiscoverySettings SOON =
      new DiscoverySettings(4, 4, Duration.ofMillis(50), Duration.ofMillis(500));

  private final List<AutoCloseable> open = new ArrayList<>();

  private static PrivateKey key() {
    return PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  }

  private Host host(PrivateKey identity, String at) throws Exception {
    Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
    open.add(host);
    await(host.listen(Multiaddr.parse(at)));
    return host;
  }

  private Host host() throws Exception {
    return host(key(), "/ip4/127.0.0.1/tcp/0");
  }

  private void discover(Host host, Finder... finders) {
    open.add(new Discovery(host, SOON, List.of(finders), new SplittableRandom(1)));
  }

  private static Multiaddr named(Host host) throws Exception {
    return Multiaddr.parse(host.addresses().get(0) + "/p2p/" + host.id());
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (long left = PATIENCE.toMillis(); !holds.getAsBoolean(); left -= POLL_MILLIS) {
      assertThat(left).as("patience").isPositive();
      assertThat(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static boolean isLinked(Host host, PeerId peer) {
    return host.links().stream().map(Link::peer).anyMatch(peer::equals);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    for (AutoCloseable each : open) {
      if (each instanceof Host host) {
        await(host.closed());
      }
    }
  }

  @Test
  void thoseThatWereNamedAreGoneToAgainUntilTheyAreThere() throws Exception {
    PrivateKey identity = key();
    Host before = host(identity, "/ip4/127.0.0.1/tcp/0");
    Multiaddr address = named(before);
    String port = before.addresses().get(0).toString();
    before.close();
    await(before.closed());
    Host seeker = host();
    AtomicInteger looks = new AtomicInteger();
    discover(seeker, new Bootstrap(List.of(address)), finds -> looks.incrementAndGet());
    until(() -> looks.get() > 2);
    assertThat(seeker.links()).isEmpty();

    Host back = host(identity, port);
    until(() -> isLinked(seeker, back.id()));
    // Whoever is lost is looked for, too.
    seeker.links().forEach(Link::leave);
    back.links().forEach(Link::leave);
    int then = looks.get();
    until(() -> looks.get() > then && isLinked(seeker, back.id()));
  }

  @Test
  void nobodyIsLookedForWhereThereAreEnough() throws Exception {
    Host seeker = host();
    Host peer = host();
    await(seeker.connect(named(peer)));
    AtomicInteger looks = new AtomicInteger();
    DiscoverySettings one = new DiscoverySettings(1, 1, Duration.ofMillis(1), Duration.ofMillis(1));
    Discovery discovery =
        new Discovery(
            seeker, one, List.of(finds -> looks.incrementAndGet()), new SplittableRandom(1));
    open.add(discovery);
    Host other = host();
    discovery.found(other.id(), other.addresses(), Source.CLAIMED);
    assertThat(looks).hasValue(0);
    assertThat(seeker.peers().addresses(other.id())).isEqualTo(other.addresses());

    peer.close();
    until(() -> looks.get() > 0);
  }

  @Test
  void addressesWithoutAPeersNameAreNoneToBeginWith() throws Exception {
    Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    assertThatThrownBy(() -> new Bootstrap(List.of(address)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void peersOfBeforeAreFoundAgain() throws Exception {
    Host friend = host();
    PeerStore store = new MemoryPeerStore(InstantSource.system());
    PeerId stranger = key().publicKey().peerId();
    store.said(friend.id(), friend.addresses(), Source.IDENTIFIED);
    store.said(stranger, friend.addresses(), Source.CLAIMED);
    store.linked(friend.id());
    store.unlinked(friend.id());
    List<PeerId> found = new ArrayList<>();
    new Remembered(store).look((peer, addresses, source) -> found.add(peer));
    assertThat(found).containsExactly(friend.id());

    Host seeker = host();
    discover(seeker, new Remembered(store));
    until(() -> isLinked(seeker, friend.id()));
  }

  @Test
  void thoseWhoAgreedOnAWordFindEachOther() throws Exception {
    Host between = host();
    dht(between);
    List<Host> friends = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Host friend = host();
      friends.add(friend);
      Kademlia dht = dht(friend);
      await(friend.connect(named(between)));
      discover(friend, new Rendezvous(dht, "tea"));
    }

    until(() -> isLinked(friends.get(0), friends.get(1).id()));
  }

  private Kademlia dht(Host host) {
    KadSettings settings = KadSettings.DEFAULT.withPrefix("/test").withMode(Mode.SERVER);
    Kademlia dht = new Kademlia(host, settings, InstantSource.system(), new SplittableRandom(1));
    open.add(dht);
    return dht;
  }
}
