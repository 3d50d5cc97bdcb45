package io.vivim.libp2p.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books.Claim;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ClaimsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Claims claims = new Claims(HostLimits.DEFAULT);
  private Books books = new Books();

  /**
   * What strangers take, and the reasons why one that comes from there has no more of it.
   *
   * @param step so much at once
   */
  private record Thing(Refusal all, Refusal ofIp, Refusal ofNetwork, long step) {
    List<Claim> claims(Claims claims, Multiaddr from) {
      return switch (all) {
        case HANDSHAKES -> claims.handshake(from);
        case INBOUND_STREAMS -> claims.inboundStream(stranger(), from);
        case BYTES -> claims.memory(stranger(), from);
        default -> claims.inbound(from);
      };
    }

    long most(Claims claims, Refusal limit) {
      return claims(claims, address("/ip4/192.0.2.1/tcp/1")).stream()
          .filter(claim -> claim.limit() == limit)
          .findFirst()
          .orElseThrow()
          .most();
    }
  }

  static Stream<Thing> things() {
    return Stream.of(
        new Thing(
            Refusal.INBOUND_CONNECTIONS,
            Refusal.CONNECTIONS_OF_IP,
            Refusal.CONNECTIONS_OF_NETWORK,
            16),
        new Thing(Refusal.HANDSHAKES, Refusal.HANDSHAKES_OF_IP, Refusal.HANDSHAKES_OF_NETWORK, 16),
        new Thing(
            Refusal.INBOUND_STREAMS,
            Refusal.INBOUND_STREAMS_OF_IP,
            Refusal.INBOUND_STREAMS_OF_NETWORK,
            1024),
        new Thing(Refusal.BYTES, Refusal.BYTES_OF_IP, Refusal.BYTES_OF_NETWORK, 16L * 1024 * 1024));
  }

  private static PeerId stranger() {
    return PrivateKey.generate(KeyType.ED25519, RANDOM).publicKey().peerId();
  }

  private static Multiaddr address(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes by ever new names until something stands against it. */
  private Refusal takeAll(Thing thing, String from) {
    Optional<Refusal> refusal = Optional.empty();
    while (refusal.isEmpty()) {
      refusal = books.take(thing.step(), thing.claims(claims, address(from)));
    }
    return refusal.get();
  }

  @ParameterizedTest
  @MethodSource("things")
  void newNamesGetAMachineNoMoreThanAPart(Thing thing) {
    for (String machine : List.of("/ip4/192.0.2.1/tcp/1", "/ip6/2001:db8::1/tcp/1")) {
      long before = books.used(thing.all());
      assertThat(takeAll(thing, machine)).isEqualTo(thing.ofIp());
      assertThat(books.used(thing.all()) - before)
          .isEqualTo(thing.most(claims, thing.ofIp()))
          .isLessThan(thing.most(claims, thing.all()) / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("things")
  void newMachinesGetANetworkNoMoreThanAPart(Thing thing) {
    for (String network : List.of("/ip4/192.0.2.%d/tcp/1", "/ip6/2001:db8:0:%d::1/tcp/1")) {
      books = new Books();
      int machine = 1;
      Refusal refusal = thing.ofIp();
      while (refusal == thing.ofIp()) {
        refusal = takeAll(thing, network.formatted(machine++));
      }
      assertThat(refusal).isEqualTo(thing.ofNetwork());
      assertThat(machine).isGreaterThan(2);
      assertThat(books.used(thing.all()))
          .isEqualTo(thing.most(claims, thing.ofNetwork()))
          .isLessThanOrEqualTo(thing.most(claims, thing.all()) / 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ip4/192.0.2.1/tcp/1, /ip6/::ffff:192.0.2.1/tcp/2",
    "/ip6/2001:db8::1/tcp/1, /ip6/2001:db8::2/tcp/1"
  })
  void oneMachineMayHaveManyAddresses(String one, String other) {
    things()
        .filter(thing -> thing.all() != Refusal.BYTES)
        .forEach(
            thing -> {
              assertThat(takeAll(thing, one)).isEqualTo(thing.ofIp());
              assertThat(takeAll(thing, other)).isEqualTo(thing.ofIp());
            });
  }

  /** Many may be behind one router, and one of them is not to stand in the way of the rest. */
  @Test
  void onePeerDoesNotHaveAllThatItsMachineHas() {
    Multiaddr home = address("/ip4/192.0.2.1/tcp/1");
    PeerId greedy = stranger();
    HostLimits.Memory memory = HostLimits.DEFAULT.memory();
    assertThat(books.take(memory.bytesPerPeer(), claims.memory(greedy, home))).isEmpty();
    assertThat(books.take(1, claims.memory(greedy, home))).contains(Refusal.BYTES_OF_PEER);
    long left = memory.bytesPerPeer() / 2;
    assertThat(books.take(left, claims.memory(stranger(), home))).isEmpty();
    HostLimits.Streams streams = HostLimits.DEFAULT.streams();
    assertThat(books.take(streams.inboundPerPeer(), claims.inboundStream(greedy, home))).isEmpty();
    assertThat(books.take(1, claims.inboundStream(greedy, home)))
        .contains(Refusal.INBOUND_STREAMS_OF_PEER);
    assertThat(books.take(streams.inboundPerPeer(), claims.inboundStream(stranger(), home)))
        .isEmpty();
  }

  @Test
  void whereNoMachineIsKnownNoneIsCharged() {
    Multiaddr name = address("/dns4/example.org/tcp/1");
    PeerId peer = stranger();
    assertThat(claims.inboundStream(peer, name)).hasSize(2);
    assertThat(claims.memory(peer, name)).hasSize(2);
  }
}
