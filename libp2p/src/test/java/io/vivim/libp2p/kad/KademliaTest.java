package io.vivim.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.rpc.MessageLimits;
import io.vivim.libp2p.kad.store.MemoryProviders;
import io.vivim.libp2p.kad.store.PublicKeys;
import io.vivim.libp2p.kad.store.Records;
import io.vivim.libp2p.kad.store.StoreLimits;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts on this machine that are part of a DHT. */
final class KademliaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;
  private static final Bytes CONTENT = Multihash.sha256(Bytes.utf8("tea")).encode();
  private static final KadSettings SERVER =
      KadSettings.DEFAULT.withPrefix("/test").withMode(Mode.SERVER);

  private final List<Node> nodes = new ArrayList<>();

  /** A host that is part of a DHT. */
  private static final class Node {
    final PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    final Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
    final Kademlia kad;

    Node(KadSettings settings, int seed) {
      kad = new Kademlia(host, settings, InstantSource.system(), new SplittableRandom(seed));
    }

    List<PeerId> peers() {
      return kad.peers().toCompletableFuture().join();
    }
  }

  private Node node(KadSettings settings) throws Exception {
    Node node = new Node(settings, nodes.size());
    nodes.add(node);
    await(node.host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    return node;
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void connect(Node from, Node to) throws Exception {
    await(from.host.connect(to.host.id(), to.host.addresses()));
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (long left = PATIENCE.toMillis(); !holds.getAsBoolean(); left -= POLL_MILLIS) {
      assertThat(left).as("patience").isPositive();
      assertThat(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** So many servers, each of which knows the one before it. */
  private List<Node> chain(int count) throws Exception {
    List<Node> chain = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Node node = node(SERVER);
      if (i > 0) {
        Node before = chain.get(i - 1);
        connect(node, before);
        until(() -> node.peers().contains(before.host.id()));
        until(() -> before.peers().contains(node.host.id()));
      }
      chain.add(node);
    }
    return chain;
  }

  private static List<PeerId> ids(List<KadPeer> peers) {
    return peers.stream().map(KadPeer::id).toList();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (Node node : nodes) {
      node.kad.close();
      node.host.close();
    }
    for (Node node : nodes) {
      await(node.host.closed());
    }
  }

  @Test
  void whatOneProvidesIsFoundByAnotherThatDoesNotKnowIt() throws Exception {
    List<Node> chain = chain(4);
    Node first = chain.get(0);
    Node last = chain.get(3);

    assertThat(await(first.kad.provide(CONTENT))).isGreaterThanOrEqualTo(2);
    List<KadPeer> found = await(last.kad.findProviders(CONTENT, 1));

    assertThat(ids(found)).containsExactly(first.host.id());
    assertThat(found.get(0).addresses()).isEqualTo(first.host.addresses());
    assertThat(await(last.kad.findProviders(Multihash.sha256(CONTENT).encode(), 1))).isEmpty();
  }

  @Test
  void aValueThatOnePutsIsGotByAnother() throws Exception {
    List<Node> chain = chain(3);
    Node first = chain.get(0);
    Bytes name = PublicKeys.keyOf(first.host.id());
    Bytes key = first.identity.publicKey().encode();

    assertThat(await(chain.get(1).kad.put(name, key))).isPositive();
    assertThat(await(chain.get(2).kad.get(name))).contains(key);
    assertThatThrownBy(() -> await(first.kad.put(name, Bytes.utf8("no key"))))
        .hasMessageContaining("not valid");
  }

  @Test
  void aPeerIsFoundByItsName() throws Exception {
    List<Node> chain = chain(4);

    KadPeer found = await(chain.get(3).kad.findPeer(chain.get(0).host.id())).orElseThrow();

    assertThat(found.addresses()).containsAll(chain.get(0).host.addresses());
  }

  @Test
  void whoAsksAloneIsInNobodysTable() throws Exception {
    Node server = node(SERVER);
    Node client = node(SERVER.withMode(Mode.CLIENT));
    connect(client, server);
    until(() -> client.peers().contains(server.host.id()));
    Node other = node(SERVER);
    connect(other, server);
    until(() -> server.peers().contains(other.host.id()));

    assertThat(server.peers()).doesNotContain(client.host.id());
    assertThat(await(client.kad.provide(CONTENT))).isPositive();
    assertThat(ids(await(other.kad.findProviders(CONTENT, 1)))).containsExactly(client.host.id());
    // Nobody here can be reached from anywhere.
    Node unsure = node(SERVER.withMode(Mode.AUTO));
    connect(unsure, server);
    until(() -> unsure.peers().contains(server.host.id()));
    assertThatThrownBy(() -> await(other.host.open(unsure.host.id(), SERVER.protocol())))
        .isInstanceOf(Exception.class);
  }

  @Test
  void severalQuestionsAreAnsweredOnOneStream() throws Exception {
    Node server = node(SERVER);
    Node client = node(SERVER.withMode(Mode.CLIENT));
    connect(client, server);
    Stream stream = await(client.host.open(server.host.id(), SERVER.protocol()));
    ByteBuffer ping = Messages.frame(KadMessage.PING);
    ByteBuffer three = ByteBuffer.allocate(3 * ping.remaining());
    for (int i = 0; i < 3; i++) {
      three.put(ping.duplicate());
    }
    await(stream.write(three.flip()));
    await(stream.finish());

    Messages messages = new Messages(MessageLimits.DEFAULT);
    byte[] all = stream.input().readAllBytes();
    assertThat(messages.take(ByteBuffer.wrap(all)))
        .containsExactly(KadMessage.PING, KadMessage.PING, KadMessage.PING);
  }

  @Test
  void whatCannotBeReadAndWhatIsAgainstTheRulesBreaksTheStreamOff() throws Exception {
    Node server = node(SERVER);
    Node client = node(SERVER.withMode(Mode.CLIENT));
    connect(client, server);
    for (ByteBuffer bad :
        List.of(
            ByteBuffer.wrap(new byte[] {2, 8, 9}),
            Messages.frame(KadMessage.provide(CONTENT, KadPeer.at(server.host.id(), List.of()))))) {
      Stream stream = await(client.host.open(server.host.id(), SERVER.protocol()));
      await(stream.write(bad));
      assertThatThrownBy(() -> stream.input().readAllBytes()).isInstanceOf(Exception.class);
    }
  }

  @Test
  void whoAsksMoreThanCanWaitOrNothingForLongIsBrokenOff() throws Exception {
    KadLimits noRoom = new KadLimits(32, 0, Duration.ofMinutes(1));
    KadLimits noTime = new KadLimits(32, 10, Duration.ofMillis(50));
    for (KadLimits limits : List.of(noRoom, noTime)) {
      Node server = node(SERVER.withLimits(limits));
      Node client = node(SERVER.withMode(Mode.CLIENT));
      connect(client, server);
      Stream stream = await(client.host.open(server.host.id(), SERVER.protocol()));
      if (limits.equals(noRoom)) {
        await(stream.write(Messages.frame(KadMessage.PING)));
      }
      assertThatThrownBy(() -> stream.input().read()).isInstanceOf(Exception.class);
    }
  }

  @Test
  void aStoreThatFailsKeepsNobodyWaiting() throws Exception {
    Node client = node(SERVER.withMode(Mode.CLIENT));
    PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    try (Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
        Kademlia broken =
            new Kademlia(
                host,
                SERVER,
                new BrokenRecords(),
                new MemoryProviders(StoreLimits.DEFAULT),
                InstantSource.system(),
                new SplittableRandom(1))) {
      Bytes name = PublicKeys.keyOf(host.id());
      assertThatThrownBy(() -> await(broken.get(name))).hasMessageContaining("broken disk");
      await(host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      await(client.host.connect(host.id(), host.addresses()));
      Stream stream = await(client.host.open(host.id(), SERVER.protocol()));
      await(stream.write(Messages.frame(KadMessage.about(Kind.GET_VALUE, name))));
      assertThatThrownBy(() -> stream.input().read()).isInstanceOf(Exception.class);
    }
  }

  /** A store whose disk is broken. */
  private static final class BrokenRecords implements Records {
    private static RuntimeException broken() {
      return new IllegalStateException("broken disk");
    }

    @Override
    public Optional<Kept> find(Bytes key, Instant now) {
      throw broken();
    }

    @Override
    public boolean put(Bytes key, Bytes value, PeerId by, Instant now) {
      throw broken();
    }

    @Override
    public void expire(Instant now) {}

    @Override
    public int size() {
      return 0;
    }
  }

  @Test
  void nothingIsWaitedForOnceItIsClosed() throws Exception {
    Node node = node(SERVER);
    node.kad.close();

    assertThatThrownBy(() -> await(node.kad.nearest(CONTENT))).hasMessageContaining("closed");
  }
}
