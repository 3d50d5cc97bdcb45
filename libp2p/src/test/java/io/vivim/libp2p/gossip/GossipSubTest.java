package io.vivim.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.gossip.router.Speaks;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts on this machine that publish and subscribe. */
final class GossipSubTest {
  private static final String TOPIC = "tea";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;

  private final List<Node> nodes = new ArrayList<>();

  /** A host that speaks pubsub. */
  private static final class Node {
    final PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    final Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
    final GossipSub gossip;
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    Node(GossipSettings settings, int seed) {
      gossip =
          new GossipSub(
              host, identity, settings, InstantSource.system(), new SplittableRandom(seed));
    }

    Received next() throws InterruptedException {
      Received next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("a message").isNotNull();
      return next;
    }

    Set<PeerId> peers() {
      return gossip.peers(TOPIC).toCompletableFuture().join();
    }
  }

  private Node node(GossipSettings settings) throws Exception {
    Node node = new Node(settings, nodes.size());
    nodes.add(node);
    node.host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")).toCompletableFuture().get();
    return node;
  }

  private static void connect(Node from, Node to) throws Exception {
    from.host.connect(to.host.id(), to.host.addresses()).toCompletableFuture().get();
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (long left = PATIENCE.toMillis(); !holds.getAsBoolean(); left -= POLL_MILLIS) {
      assertThat(left).as("patience").isPositive();
      assertThat(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static void untilKnown(Node node, Node... peers) throws InterruptedException {
    for (Node peer : peers) {
      until(() -> node.peers().contains(peer.host.id()));
    }
  }

  private static Bytes numbered(int number, int size) {
    byte[] data = new byte[size];
    data[0] = (byte) (number >> 24);
    data[1] = (byte) (number >> 16);
    data[2] = (byte) (number >> 8);
    data[3] = (byte) number;
    return Bytes.owning(data);
  }

  private static int number(Bytes data) {
    return data.at(0) << 24 | data.at(1) << 16 | data.at(2) << 8 | data.at(3);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (Node node : nodes) {
      node.gossip.close();
      node.host.close();
    }
    for (Node node : nodes) {
      node.host.closed().toCompletableFuture().get();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOnePublishesTheOtherReceives(boolean signed) throws Exception {
    GossipSettings settings = signed ? GossipSettings.SIGNED : GossipSettings.UNSIGNED;
    Node alice = node(settings);
    Node bob = node(settings);
    alice.gossip.subscribe(TOPIC, alice.received::add);
    bob.gossip.subscribe(TOPIC, bob.received::add);
    connect(alice, bob);
    untilKnown(alice, bob);
    untilKnown(bob, alice);

    alice.gossip.send(TOPIC, Bytes.utf8("at four"));
    bob.gossip.send(TOPIC, Bytes.utf8("at five"));

    Received atBob = bob.next();
    assertThat(atBob.data()).isEqualTo(Bytes.utf8("at four"));
    assertThat(atBob.from()).isEqualTo(alice.host.id());
    assertThat(atBob.author().isPresent()).isEqualTo(signed);
    assertThat(alice.next().data()).isEqualTo(Bytes.utf8("at five"));
  }

  @Test
  void whatIsNotJudgedGoesNoFurther() throws Exception {
    Node alice = node(GossipSettings.UNSIGNED);
    Node bob = node(GossipSettings.UNSIGNED);
    Node carol = node(GossipSettings.UNSIGNED);
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    CompletableFuture<Received> asked = new CompletableFuture<>();
    bob.gossip.subscribe(
        TOPIC,
        message -> {
          asked.complete(message);
          return message.data().equals(Bytes.utf8("first"))
              ? verdict
              : CompletableFuture.completedFuture(Verdict.ACCEPT);
        },
        bob.received::add);
    carol.gossip.subscribe(TOPIC, carol.received::add);
    connect(alice, bob);
    connect(carol, bob);
    untilKnown(alice, bob);
    until(() -> bob.gossip.mesh(TOPIC).toCompletableFuture().join().contains(carol.host.id()));

    alice.gossip.send(TOPIC, Bytes.utf8("first"));
    assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).from()).isEqualTo(alice.host.id());
    alice.gossip.send(TOPIC, Bytes.utf8("second"));

    assertThat(carol.next().data()).isEqualTo(Bytes.utf8("second"));
    verdict.complete(Verdict.ACCEPT);
    assertThat(carol.next().data()).isEqualTo(Bytes.utf8("first"));
  }

  @Test
  void aBrokenStreamIsOpenedAgain() throws Exception {
    Node alice = node(GossipSettings.UNSIGNED);
    BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    try (Host breaker = Host.builder(identity, InstantSource.system()).loops(1).build()) {
      CountDownLatch over = new CountDownLatch(1);
      breaker.handle(
          Speaks.MESH_1_2.protocol(),
          stream -> {
            streams.add(stream);
            over.await();
          });
      alice.gossip.subscribe(TOPIC, alice.received::add);
      breaker.connect(alice.host.id(), alice.host.addresses()).toCompletableFuture().get();

      for (int i = 0; i < 3; i++) {
        Stream stream = streams.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        // What was subscribed to is said anew on each.
        assertThat(stream.input().readNBytes(8)).isNotEmpty();
        stream.reset();
      }
      over.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsLostHoweverFastItIsPublished(boolean slowReader) throws Exception {
    int count = "long".equals(System.getProperty("vivim.test.size")) ? 60_000 : 6_000;
    int size = 2_000;
    Node alice = node(GossipSettings.UNSIGNED);
    Node bob = node(GossipSettings.UNSIGNED);
    BitSet seen = new BitSet(count);
    CountDownLatch go = new CountDownLatch(slowReader ? 1 : 0);
    CountDownLatch all = new CountDownLatch(count);
    bob.gossip.subscribe(
        TOPIC,
        message -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          seen.set(number(message.data()));
          all.countDown();
        });
    connect(alice, bob);
    untilKnown(alice, bob);
    AtomicLong published = new AtomicLong();
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  alice.gossip.send(TOPIC, numbered(i, size));
                  published.incrementAndGet();
                }
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    if (slowReader) {
      // A reader that takes nothing slows the publisher long before all is published.
      long[] before = {-1};
      until(
          () -> {
            boolean stands = published.get() > 0 && published.get() == before[0];
            before[0] = published.get();
            return stands;
          });
      go.countDown();
    }

    publisher.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(seen.cardinality()).isEqualTo(count);
  }

  @Test
  void whoDoesNotWaitIsRefusedInTheEnd() throws Exception {
    GossipLimits few = GossipLimits.DEFAULT;
    GossipLimits tight =
        new GossipLimits(
            10_000,
            20_000,
            few.queueBytes(),
            few.forwardBytes(),
            few.controlBytes(),
            few.stall(),
            few.inboxMessages(),
            few.inboxBytes(),
            few.streamsPerPeer(),
            few.reopen(),
            few.tries(),
            few.judges());
    Node alice = node(GossipSettings.UNSIGNED.withLimits(tight));

    assertThatThrownBy(() -> alice.gossip.send(TOPIC, Bytes.owning(new byte[30_000])))
        .hasMessageContaining("more than peers can take");
    assertThatThrownBy(() -> alice.gossip.send(TOPIC, Bytes.owning(new byte[2 << 20])))
        .hasMessageContaining("too large");
    alice.gossip.send(TOPIC, Bytes.utf8("small"));
  }
}
