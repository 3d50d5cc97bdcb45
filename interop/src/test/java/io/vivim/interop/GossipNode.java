package io.vivim.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.gossip.GossipSettings;
import io.vivim.libp2p.gossip.GossipSub;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A node that speaks pubsub, ours or of js-libp2p, by what both can do. */
sealed interface GossipNode extends AutoCloseable {
  /** The topic of all that is said. */
  String TOPIC = "tea";

  String name();

  String address();

  void dial(GossipNode other) throws IOException;

  void subscribe();

  /** Who wants the topic, as far as this one knows. */
  Set<String> subscribers();

  /** Whom this one sends every message of the topic. */
  Set<String> mesh();

  void publish(String text) throws IOException;

  /** So many messages, as soon as they have come. */
  Set<String> messages(int count) throws InterruptedException;

  @Override
  void close() throws IOException;

  /** How messages are signed, by the name that js-libp2p has for it. */
  enum Policy {
    SIGNED("StrictSign"),
    UNSIGNED("StrictNoSign");

    final String theirs;

    Policy(String theirs) {
      this.theirs = theirs;
    }

    GossipSettings ours() {
      return this == SIGNED ? GossipSettings.SIGNED : GossipSettings.UNSIGNED;
    }
  }

  /** One of ours. */
  final class Ours implements GossipNode {
    private static final long MOST_SECONDS = 60;

    private final PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    private final Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final GossipSub gossip;

    Ours(Policy policy) throws IOException {
      gossip =
          new GossipSub(
              host, identity, policy.ours(), InstantSource.system(), new SplittableRandom(1));
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
    public void dial(GossipNode other) throws IOException {
      try {
        PeerId id = PeerId.parse(other.name());
        Multiaddr address = Multiaddr.parse(other.address());
        host.connect(id, List.of(address)).toCompletableFuture().join();
      } catch (PeerException | AddressException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void subscribe() {
      gossip.subscribe(
          TOPIC,
          message -> received.add(new String(message.data().toArray(), StandardCharsets.UTF_8)));
    }

    @Override
    public Set<String> subscribers() {
      return names(gossip.peers(TOPIC));
    }

    @Override
    public Set<String> mesh() {
      return names(gossip.mesh(TOPIC));
    }

    private static Set<String> names(CompletionStage<Set<PeerId>> peers) {
      return peers.toCompletableFuture().join().stream()
          .map(PeerId::toString)
          .collect(Collectors.toSet());
    }

    @Override
    public void publish(String text) throws IOException {
      gossip.send(TOPIC, Bytes.utf8(text));
    }

    @Override
    public Set<String> messages(int count) throws InterruptedException {
      List<String> came = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String next = received.poll(MOST_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          break;
        }
        came.add(next);
      }
      return new HashSet<>(came);
    }

    @Override
    public void close() {
      gossip.close();
      host.close();
    }
  }

  /** One of js-libp2p. */
  final class Theirs implements GossipNode {
    private final JsPeer js;
    private final JsonNode started;

    Theirs(Meeting.Version version, Policy policy) throws IOException {
      js = new JsPeer(version, Map.of());
      started =
          js.ask(
              "start",
              Map.of(
                  "security",
                  "noise",
                  "listen",
                  List.of("/ip4/127.0.0.1/tcp/0"),
                  "pubsub",
                  policy.theirs));
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
    public void dial(GossipNode other) {
      js.ask("dial", Map.of("address", other.address()));
    }

    @Override
    public void subscribe() {
      js.ask("subscribe", Map.of("topic", TOPIC));
    }

    @Override
    public Set<String> subscribers() {
      return names("subscribers");
    }

    @Override
    public Set<String> mesh() {
      return names("mesh");
    }

    private Set<String> names(String what) {
      return new HashSet<>(Met.texts(js.ask("pubsub", Map.of("topic", TOPIC)).path(what)));
    }

    @Override
    public void publish(String text) {
      js.ask("publish", Map.of("topic", TOPIC, "text", text));
    }

    @Override
    public Set<String> messages(int count) {
      return new HashSet<>(Met.texts(js.ask("messages", Map.of("count", count))));
    }

    @Override
    public void close() throws IOException {
      js.close();
    }
  }
}
