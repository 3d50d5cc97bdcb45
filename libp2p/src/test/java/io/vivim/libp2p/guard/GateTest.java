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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:10.0.0.0/104", "::ffff:a00:0/104", "10.0.0.0/8"})
  void soIsARangeOfThem(String range) {
    list.deny(IpRange.parse(range));
    for (String family : List.of("/ip4/", "/ip6/::ffff:")) {
      assertThat(arrives(family + "10.255.255.255/tcp/1")).isFalse();
      assertThat(arrives(family + "11.0.0.0/tcp/1")).isTrue();
    }
    assertThat(arrives("/ip6/::a00:0/tcp/1")).isTrue();
    list.allow(IpRange.parse("10.0.0.0/8"));
    assertThat(arrives("/ip4/10.1.2.3/tcp/1")).isTrue();
  }

  @Test
  void aSingleOneAndAllOfThemMayBeWrittenSoToo() {
    list.deny(IpRange.parse("::ffff:192.0.2.7"));
    assertThat(arrives("/ip4/192.0.2.7/tcp/1")).isFalse();
    assertThat(arrives("/ip4/192.0.2.6/tcp/1")).isTrue();
    list.deny(IpRange.parse("::ffff:0:0/96"));
    assertThat(arrives("/ip4/192.0.2.6/tcp/1")).isFalse();
    assertThat(arrives("/ip6/::1/tcp/1")).isTrue();
    assertThatThrownBy(() -> IpRange.parse("::ffff:0:0/95"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allOfIp6IsNothingOfIp4() {
    list.deny(IpRange.parse("::/0"));
    assertThat(arrives("/ip6/2001:db8::1/tcp/1")).isFalse();
    assertThat(arrives("/ip6/::ffff:192.0.2.7/tcp/1")).isTrue();
    assertThat(arrives("/ip4/192.0.2.7/tcp/1")).isTrue();
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

  /** Each of their machines has no more than one, so nothing else stands against them. */
  @ParameterizedTest
  @CsvSource({
    "/ip4/192.0.2.%d/tcp/1, /ip4/192.0.3.1/tcp/1",
    "/ip6/2001:db8:0:%d::1/tcp/1, /ip6/2001:db8:1::1/tcp/1"
  })
  void theMachinesOfOneNetworkTogetherHaveNoMoreConnectionsThanMay(String within, String outside) {
    Claims claims =
        new Claims(
            HostLimits.DEFAULT.withConnections(
                new HostLimits.Connections(100, 100, 100, 100, 1, 3, 100, 100, 100)));
    Books books = new Books();
    for (int i = 1; i <= 3; i++) {
      assertThat(books.take(1, wholeOf(claims, within.formatted(i)))).isEmpty();
    }
    assertThat(books.take(1, wholeOf(claims, within.formatted(4))))
        .contains(Refusal.CONNECTIONS_OF_NETWORK);
    assertThat(books.take(1, wholeOf(claims, outside))).isEmpty();
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
