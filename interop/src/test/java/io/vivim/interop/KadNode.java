package io.vivim.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.kad.KadSettings;
import io.vivim.libp2p.kad.Kademlia;
import io.vivim.libp2p.kad.Mode;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A node that is part of a DHT, ours or of js-libp2p, by what both can do. */
sealed interface KadNode extends AutoCloseable {
  KadSettings SETTINGS = KadSettings.DEFAULT.withPrefix("/interop").withMode(Mode.SERVER);

  String name();

  String address();

  void dial(KadNode other) throws IOException;

  /** How many peers are in its table. */
  int table();

  void provide(Cid content);

  /** Who provides something, and where they are. */
  Map<String, Set<String>> providers(Cid content);

  void put(Bytes key, Bytes value);

  Optional<Bytes> get(Bytes key);

  /** Where a peer is. */
  Set<String> find(String peer);

  @Override
  void close() throws IOException;

  /** One of ours. */
  final class Ours implements KadNode {
    private final PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    private final Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
    private final Kademlia kad;

    Ours() throws IOException {
      kad = new Kademlia(host, SETTINGS, InstantSource.system(), new SplittableRandom(1));
      try {
        host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")).toCompletableFuture().join();
      } catch (AddressException e) {
        throw new IOException(e);
      }
    }

    @Override
    public String name() {
      return host.id().toString();
    }

    @Override
    public String address() {
      return host.addresses().get(0) + "/p2p/" + host.id();
    }

    @Override
    public void dial(KadNode other) throws IOException {
      try {
        host.connect(Multiaddr.parse(other.address())).toCompletableFuture().join();
      } catch (AddressException e) {
        throw new IOException(e);
      }
    }

    @Override
    public int table() {
      return kad.peers().toCompletableFuture().join().size();
    }

    @Override
    public void provide(Cid content) {
      kad.provide(content.multihash().encode()).toCompletableFuture().join();
    }

    @Override
    public Map<String, Set<String>> providers(Cid content) {
      Map<String, Set<String>> found = new HashMap<>();
      Bytes key = content.multihash().encode();
      for (KadPeer peer : kad.findProviders(key, 10).toCompletableFuture().join()) {
        found.put(peer.id().toString(), texts(peer));
      }
      return found;
    }

    private static Set<String> texts(KadPeer peer) {
      return peer.addresses().stream().map(Multiaddr::toString).collect(Collectors.toSet());
    }

    @Override
    public void put(Bytes key, Bytes value) {
      int unused = kad.put(key, value).toCompletableFuture().join();
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      return kad.get(key).toCompletableFuture().join();
    }

    @Override
    public Set<String> find(String peer) {
      try {
        return kad.findPeer(PeerId.parse(peer))
            .toCompletableFuture()
            .join()
            .map(Ours::texts)
            .orElse(Set.of());
      } catch (PeerException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public void close() {
      kad.close();
      host.close();
    }
  }

  /** One of js-libp2p. */
  final class Theirs implements KadNode {
    private final JsPeer js = new JsPeer(Meeting.Version.V3, Map.of());
    private final JsonNode started;

    Theirs() throws IOException {
      started =
          js.ask(
              "start",
              Map.of(
                  "security",
                  "noise",
                  "listen",
                  List.of("/ip4/127.0.0.1/tcp/0"),
                  "dht",
                  SETTINGS.protocol()));
    }

    @Override
    public String name() {
      return started.path("peer").asText();
    }

    @Override
    public String address() {
      return started.path("addresses").path(0).asText();
    }

    @Override
    public void dial(KadNode other) {
      js.ask("dial", Map.of("address", other.address()));
    }

    @Override
    public int table() {
      return js.ask("table", Map.of()).asInt();
    }

    @Override
    public void provide(Cid content) {
      js.ask("provide", Map.of("cid", content.toString()));
    }

    @Override
    public Map<String, Set<String>> providers(Cid content) {
      Map<String, Set<String>> found = new HashMap<>();
      for (JsonNode each : js.ask("providers", Map.of("cid", content.toString()))) {
        found.put(each.path("peer").asText(), new HashSet<>(Met.texts(each.path("addresses"))));
      }
      return found;
    }

    @Override
    public void put(Bytes key, Bytes value) {
      js.ask("put", Map.of("key", key.toHex(), "value", value.toHex()));
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      return Optional.of(Bytes.fromHex(js.ask("get", Map.of("key", key.toHex())).asText()));
    }

    @Override
    public Set<String> find(String peer) {
      return new HashSet<>(Met.texts(js.ask("find", Map.of("peer", peer))));
    }

    @Override
    public void close() throws IOException {
      js.close();
    }
  }
}
