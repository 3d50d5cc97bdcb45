package io.vivim.libp2p.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books.Claim;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is let in, from where, and how often. */
final class GateTest {
  private final PeerId peer =
      PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();
  private final DenyList list = new DenyList();

  private static Multiaddr address(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  private boolean arrives(String from) {
    return list.mayArrive(address("/ip4/0.0.0.0/tcp/1"), address(from));
  }

  @Test
  void peersOnTheListAreNeitherDialledNorLetIn() {
    Multiaddr there = address("/ip4/192.0.2.1/tcp/1");
    assertThat(list.mayDial(peer, there) && list.mayEnter(peer, there)).isTrue();
    list.deny(peer);
    assertThat(list.mayDial(peer, there) || list.mayEnter(peer, there)).isFalse();
    list.allow(peer);
    assertThat(list.mayDial(peer, there) && list.mayEnter(peer, there)).isTrue();
  }

  @Test
  void rangesHoldToTheBit() {
    list.deny(IpRange.parse("192.0.2.128/25"));
    assertThat(arrives("/ip4/192.0.2.128/tcp/1")).isFalse();
    assertThat(arrives("/ip4/192.0.2.255/tcp/1")).isFalse();
    assertThat(arrives("/ip4/192.0.2.127/tcp/1")).isTrue();
    assertThat(arrives("/ip4/192.0.3.128/tcp/1")).isTrue();
    assertThat(arrives("/ip6/2001:db8::1/tcp/1")).isTrue();
    list.allow(IpRange.parse("192.0.2.128/25"));
    assertThat(arrives("/ip4/192.0.2.128/tcp/1")).isTrue();
  }

  @Test
  void ip6AndSingleAddressesAreKnownToo() {
    list.deny(IpRange.parse("2001:db8::/33"));
    list.deny(IpRange.parse("198.51.100.7"));
    assertThat(arrives("/ip6/2001:db8:7fff::1/tcp/1")).isFalse();
    assertThat(arrives("/ip6/2001:db8:8000::1/tcp/1")).isTrue();
    assertThat(arrives("/ip4/198.51.100.7/tcp/1")).isFalse();
    assertThat(arrives("/ip4/198.51.100.8/tcp/1")).isTrue();
  }

  @Test
  void anIp4AddressThatIsWrittenAsIp6IsTheSame() {
    list.deny(IpRange.parse("192.0.2.0/24"));
    assertThat(arrives("/ip6/::ffff:192.0.2.9/tcp/1")).isFalse();
    assertThat(arrives("/ip6/::ffff:192.0.3.9/tcp/1")).isTrue();
  }

  @Test
  void ofNamesNothingIsKnown() {
    list.deny(IpRange.parse("0.0.0.0/0"));
    assertThat(arrives("/ip4/1.2.3.4/tcp/1")).isFalse();
    assertThat(arrives("/dns/example.org/tcp/1")).isTrue();
  }

  @Test
  void whatIsNoRangeIsRefused() {
    for (String bad : List.of("", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "::1/129", "1.2.3.4/x")) {
      assertThatThrownBy(() -> IpRange.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void machinesAndNetworksAreChargedForTheirConnections() {
    Claims claims = new Claims(HostLimits.DEFAULT);
    assertThat(wholeOf(claims, "/ip4/192.0.2.1/tcp/1"))
        .isEqualTo(wholeOf(claims, "/ip4/192.0.2.1/tcp/2"))
        .isEqualTo(wholeOf(claims, "/ip6/::ffff:192.0.2.1/tcp/2"))
        .isNotEqualTo(wholeOf(claims, "/ip4/192.0.2.2/tcp/1"));
    assertThat(wholeOf(claims, "/ip6/2001:db8::1/tcp/1"))
        .isEqualTo(wholeOf(claims, "/ip6/2001:db8::2/tcp/1"))
        .isNotEqualTo(wholeOf(claims, "/ip6/2001:db8:0:1::1/tcp/1"));
  }

  private static List<Claim> wholeOf(Claims claims, String from) {
    return claims.inbound(address(from));
  }

  @Test
  void ratesAllowSoManyAtOnceAndThenOneInAnInterval() {
    Rates<String> rates = new Rates<>(3, Duration.ofNanos(10));
    for (int i = 0; i < 3; i++) {
      assertThat(rates.take("a", 100)).isTrue();
    }
    assertThat(rates.take("a", 100)).isFalse();
    assertThat(rates.take("b", 100)).isTrue();
    assertThat(rates.take("a", 109)).isFalse();
    assertThat(rates.take("a", 110)).isTrue();
    assertThat(rates.take("a", 110)).isFalse();
  }

  @Test
  void ratesForgetThoseWhoHaveLeft() {
    Rates<Integer> rates = new Rates<>(2, Duration.ofNanos(10));
    for (int i = 0; i < 10_000; i++) {
      assertThat(rates.take(i, 100L * i)).isTrue();
    }
    assertThat(rates.size()).isLessThan(64);
  }

  @Test
  void tagsAddUpAndProtectionsAreTakenBackOneByOne() {
    PeerTags tags = new PeerTags();
    tags.tag(peer, "dht", 3);
    tags.tag(peer, "app", 4);
    tags.tag(peer, "app", 5);
    assertThat(tags.value(peer)).isEqualTo(8);
    tags.untag(peer, "app");
    tags.untag(peer, "never");
    assertThat(tags.value(peer)).isEqualTo(3);
    tags.protect(peer, "a");
    tags.protect(peer, "b");
    tags.unprotect(peer, "a");
    assertThat(tags.isProtected(peer)).isTrue();
    tags.unprotect(peer, "b");
    assertThat(tags.isProtected(peer)).isFalse();
  }
}
