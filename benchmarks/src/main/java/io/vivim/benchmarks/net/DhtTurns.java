package io.vivim.benchmarks.net;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.kad.KadSettings;
import io.vivim.libp2p.kad.Kademlia;
import io.vivim.libp2p.kad.Mode;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Nodes of a DHT in one process: those that serve, all of which know each other, or one that asks.
 */
final class DhtTurns {
  private static final String LOOPBACK = "/ip4/127.0.0.1/tcp/0";
  private static final int SERVERS = 8;
  private static final int KEY_BYTES = 32;
  private static final double NANOS_A_SECOND = 1e9;
  private static final long MOST_SECONDS = 60;
  private static final long POLL_NANOS = 1_000_000;

  private final SecureRandom random = new SecureRandom();
  private final List<Node> nodes = new ArrayList<>();

  private record Node(Host host, Kademlia dht) {
    Multiaddr address() throws AddressException {
      return Multiaddr.parse(host.addresses().get(0) + "/p2p/" + host.id());
    }
  }

  private Node add(Mode mode) {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
    Host host = Host.builder(key, InstantSource.system()).loops(1).build();
    KadSettings settings = KadSettings.DEFAULT.withPrefix("/turns").withMode(mode);
    Kademlia dht =
        new Kademlia(
            host, settings, InstantSource.system(), new SplittableRandom(random.nextLong()));
    Node node = new Node(host, dht);
    nodes.add(node);
    return node;
  }

  /** Starts those that serve; the address of one of them. */
  Multiaddr serve() throws IOException, AddressException {
    for (int i = 0; i < SERVERS; i++) {
      Node node = add(Mode.SERVER);
      get(node.host.listen(Multiaddr.parse(LOOPBACK)));
      for (Node before : nodes.subList(0, i)) {
        get(node.host.connect(before.address()));
      }
    }
    for (Node node : nodes) {
      untilKnows(node, SERVERS - 1);
    }
    return nodes.get(0).address();
  }

  private static void untilKnows(Node node, int peers) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (get(node.dht.peers()).size() < peers) {
      if (System.nanoTime() > end) {
        throw new IOException("the table stays too small");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Lookups a second of who is the nearest to a key, one after the other. */
  double find(Multiaddr address, int count) throws IOException {
    Kademlia dht = asking(address);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (get(dht.nearest(key())).size() != SERVERS) {
        throw new IOException("not all were found");
      }
    }
    return NANOS_A_SECOND * count / (System.nanoTime() - begin);
  }

  /** Keys a second that all who serve are told of, one after the other. */
  double provide(Multiaddr address, int count) throws IOException {
    Kademlia dht = asking(address);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (get(dht.provide(Multihash.sha256(key()).encode())) != SERVERS) {
        throw new IOException("not all were told");
      }
    }
    return NANOS_A_SECOND * count / (System.nanoTime() - begin);
  }

  private Bytes key() {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return Bytes.owning(key);
  }

  /** The one that asks, which knows all who serve. */
  private Kademlia asking(Multiaddr address) throws IOException {
    if (nodes.isEmpty()) {
      add(Mode.CLIENT);
    }
    Node node = nodes.get(0);
    get(node.host.connect(address));
    untilKnows(node, 1);
    get(node.dht.nearest(key()));
    untilKnows(node, SERVERS);
    return node.dht;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }
}
