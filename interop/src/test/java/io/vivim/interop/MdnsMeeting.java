package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.mdns.Mdns;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node of ours and one of js-libp2p that find each other on the network in which this program
 * runs. It ends with a word on what went wrong, or in silence.
 */
final class MdnsMeeting {
  private static final long MOST_SECONDS = 60;

  private MdnsMeeting() {}

  public static void main(String[] arguments) throws Exception {
    PrivateKey identity = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    try (Host host = Host.builder(identity, InstantSource.system()).loops(1).build();
        Mdns mdns = Mdns.of(host, Mdns.GROUP, new SplittableRandom(1));
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
                  Mdns.GROUP.getPort()));
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
