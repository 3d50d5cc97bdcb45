package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.dial.DialException;
import io.vivim.libp2p.dns.Resolver;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How hosts on the loopback reach each other. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostDialTest {
  private static final long MOST_SECONDS = 20;

  private final Host here = host();
  private final Host there = host();

  /** Knows one name, which it says is on the loopback. */
  private static final class OneName implements Resolver {
    @Override
    public CompletionStage<List<InetAddress>> ip4(String name) {
      return CompletableFuture.completedFuture(
          name.equals("there.example") ? List.of(InetAddress.getLoopbackAddress()) : List.of());
    }

    @Override
    public CompletionStage<List<InetAddress>> ip6(String name) {
      return CompletableFuture.failedFuture(new IllegalStateException("no server"));
    }

    @Override
    public CompletionStage<List<String>> texts(String name) {
      return CompletableFuture.completedFuture(List.of());
    }
  }

  private static Host host() {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    return Host.builder(key, InstantSource.system()).resolver(new OneName()).build();
  }

  @BeforeEach
  void listen() {
    get(there.listen(multiaddr("/ip4/127.0.0.1/tcp/0")));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static Multiaddr multiaddr(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** An address where nobody listens: it was free a moment ago. */
  private static Multiaddr dead() {
    Host gone = host();
    get(gone.listen(multiaddr("/ip4/127.0.0.1/tcp/0")));
    Multiaddr address = gone.addresses().get(0);
    gone.close();
    return address;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  @Test
  void oneGoodAddressAmongBadOnesIsEnough() {
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      addresses.add(dead());
    }
    addresses.add(multiaddr("/ip4/192.0.2.1/tcp/1"));
    addresses.addAll(there.addresses());
    assertThat(get(here.connect(there.id(), addresses)).peer()).isEqualTo(there.id());
  }

  @Test
  void manyWhoAskAtOnceGetOneLink() {
    List<CompletionStage<Link>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(here.connect(there.id(), there.addresses()));
    }
    assertThat(asked.stream().map(HostDialTest::get).distinct()).hasSize(1);
    assertThat(here.links()).hasSize(1);
  }

  @Test
  void anAddressWithItsPeerIsEnough() {
    Multiaddr whole = multiaddr(there.addresses().get(0) + "/p2p/" + there.id());
    assertThat(get(here.connect(whole)).remote()).isEqualTo(there.addresses().get(0));
    assertThatThrownBy(() -> get(here.connect(there.addresses().get(0))))
        .hasMessageContaining("no peer's name");
  }

  @Test
  void aNameIsLookedUp() {
    String port = there.addresses().get(0).parts().get(1).text();
    PeerId other = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();
    String behind = "/tcp/" + port + "/p2p/" + there.id();
    Link link = get(here.connect(multiaddr("/dns/there.example" + behind)));
    assertThat(link.remote()).isEqualTo(there.addresses().get(0));
    assertThatThrownBy(() -> get(there.connect(multiaddr("/dns4/gone.example/tcp/1/p2p/" + other))))
        .hasMessageContaining("nothing is known of /dns4/gone.example");
  }

  @Test
  void aNameLeadsToANearAddressOnlyIfTheOwnerGivesIt() {
    String port = there.addresses().get(0).parts().get(1).text();
    List<Multiaddr> name = List.of(multiaddr("/dns/there.example/tcp/" + port));
    here.peers().said(there.id(), name, Source.IDENTIFIED);
    assertThatThrownBy(() -> get(here.connect(there.id()))).hasMessageContaining("nearer");
    assertThatThrownBy(() -> get(here.connectAsSaid(there.id(), name)))
        .hasMessageContaining("nearer");
    here.peers().said(there.id(), name, Source.GIVEN);
    assertThat(get(here.connect(there.id())).remote()).isEqualTo(there.addresses().get(0));
  }

  @Test
  void aFailureTellsWhatEachAddressCameTo() {
    Multiaddr dead = dead();
    PeerId other = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();
    List<Multiaddr> addresses =
        List.of(dead, there.addresses().get(0), multiaddr("/ip4/1.2.3.4/udp/1"));
    assertThatThrownBy(() -> get(here.connect(other, addresses)))
        .cause()
        .isInstanceOfSatisfying(
            DialException.class,
            why ->
                assertThat(why.tried().stream().map(Object::toString))
                    .hasSize(3)
                    .anySatisfy(each -> assertThat(each).startsWith(dead + " NOT_CONNECTED"))
                    .anySatisfy(
                        each -> assertThat(each).startsWith(addresses.get(1) + " WRONG_PEER"))
                    .contains("/ip4/1.2.3.4/udp/1 cannot be dialled"));
  }

  @Test
  void nobodyDialsOneselfByNameOrByAddress() {
    PeerId other = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();
    assertThatThrownBy(() -> get(there.connect(there.id(), there.addresses())))
        .hasMessageContaining("this host itself");
    assertThatThrownBy(() -> get(there.connect(other, there.addresses())))
        .hasMessageContaining("cannot be dialled");
  }
}
