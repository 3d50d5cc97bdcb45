package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.mdns.Mdns;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node of ours and one of js-libp2p that find each other on the network of this machine. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(NodeNeeded.class)
final class JsMdnsTest {
  private static final long MOST_SECONDS = 60;

  /** A port of its own, so that nobody else on this network takes part. */
  private static InetSocketAddress group() throws IOException {
    try (DatagramSocket free = new DatagramSocket()) {
      return new InetSocketAddress(Mdns.GROUP.getAddress(), free.getLocalPort());
    }
  }

  private static boolean isMulticast(NetworkInterface each) {
    try {
      return each.isUp() && each.supportsMulticast() && !each.isLoopback();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachFindsTheOther() throws Exception {
    boolean isThere = NetworkInterface.networkInterfaces().anyMatch(JsMdnsTest::isMulticast);
    String why = "no network here carries multicast";
    assertThat(isThere || System.getenv("CI") == null).as(why).isTrue();
    assumeTrue(isThere, why);
    PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    InetSocketAddress group = group();
    try (Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
        Mdns mdns = Mdns.of(host, group, new SplittableRandom(1));
        JsPeer js = new JsPeer(Meeting.Version.V3, Map.of())) {
      host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")).toCompletableFuture().join();
      JsonNode started =
          js.ask(
              "start",
              Map.of(
                  "security",
                  "noise",
                  "listen",
                  List.of("/ip4/127.0.0.1/tcp/0"),
                  "mdns",
                  group.getPort()));
      PeerId theirs = PeerId.parse(started.path("peer").asText());
      CompletableFuture<List<Multiaddr>> found = new CompletableFuture<>();
      mdns.start(
          (peer, addresses, source) -> {
            if (peer.equals(theirs)) {
              found.complete(addresses);
            }
          });
      mdns.look((peer, addresses, source) -> {});

      assertThat(found.get(MOST_SECONDS, TimeUnit.SECONDS).stream().map(Multiaddr::toString))
          .isEqualTo(Met.texts(started.path("addresses")));
      JsonNode where = js.ask("discovered", Map.of("peer", host.id().toString()));
      assertThat(Met.texts(where))
          .isEqualTo(host.addresses().stream().map(Multiaddr::toString).toList());
    }
  }
}
