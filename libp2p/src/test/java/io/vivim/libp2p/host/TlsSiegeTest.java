package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.Stranger;
import io.vivim.libp2p.yamux.FrameHeader;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers who abuse TLS itself, before and behind its handshake. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class TlsSiegeTest {
  private static final long MOST_DIRECT_BYTES = 32 << 20;
  private static final PrivateKey KEY = PrivateKey.generate(KeyType.ED25519, new SecureRandom());

  private static long direct() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** Says hello and waits for the answer, which has cost a signature; then it is gone. */
  @Test
  void handshakesThatAreBegunAndGivenUpLeaveNothing() throws Exception {
    long before = direct();
    try (Besieged here = new Besieged(HostLimits.DEFAULT)) {
      for (int i = 0; i < 200; i++) {
        try (Attacker attacker = Attacker.connect(here.address())) {
          Socket socket = attacker.agreedOnTls();
          attacker.send(Stranger.of(KEY).hello());
          assertThat(socket.getInputStream().read()).isPositive();
        }
      }
      here.counts.await(
          () -> here.counts.of(Reason.NOT_CONNECTED) + here.counts.of(Reason.NOT_PROVEN) == 200,
          "all counted");
      here.awaitNothingInUse();
    }
    assertThat(direct() - before).isLessThan(MOST_DIRECT_BYTES);
  }

  @Test
  void ofHandshakesThatStayHalfOpenFewAreHeld() throws Exception {
    HostLimits.Connections few = new HostLimits.Connections(900, 800, 800, 8, 800, 800, 48, 32, 48);
    List<Attacker> attackers = new ArrayList<>();
    try (Besieged here = new Besieged(HostLimits.DEFAULT.withConnections(few))) {
      for (int i = 0; i < 32; i++) {
        Attacker attacker = Attacker.connect(here.address());
        attackers.add(attacker);
        Socket socket = attacker.agreedOnTls();
        attacker.send(Stranger.of(KEY).hello());
        assertThat(socket.getInputStream().read()).isPositive();
      }
      for (int i = 0; i < 100; i++) {
        try (Attacker late = Attacker.connect(here.address())) {
          late.awaitClose();
        }
      }
      assertThat(here.counts.of(Refusal.HANDSHAKES_OF_IP)).isEqualTo(100);
      assertThat(here.books.used(Refusal.HANDSHAKES)).isEqualTo(32);
      for (Attacker each : attackers) {
        each.close();
      }
      here.awaitNothingInUse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {17_000, 40_000, 60_000})
  void largeCertificatesAreRefused(int bytes) throws Exception {
    long before = direct();
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.connect(here.address())) {
      Socket socket = attacker.agreedOnTls();
      assertThatThrownBy(
              () -> {
                Socket secure = Stranger.withLargeCertificate(KEY, bytes).over(socket);
                assertThat(secure.getInputStream().read()).isNegative();
                throw new IOException("closed");
              })
          .isInstanceOf(IOException.class);
      here.counts.await(Reason.NOT_PROVEN, 1);
      assertThat(here.counts.of("linked IN")).isZero();
      here.awaitNothingInUse();
    }
    assertThat(direct() - before).isLessThan(MOST_DIRECT_BYTES);
  }

  @Test
  void aHelloInTinyRecordsIsOneAndCostsNoMore() throws Exception {
    long before = direct();
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.connect(here.address())) {
      Socket socket = attacker.agreedOnTls();
      attacker.send(Stranger.of(KEY).helloInTinyRecords());
      assertThat(socket.getInputStream().read()).isPositive();
      assertThat(direct() - before).isLessThan(MOST_DIRECT_BYTES);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  /** Each byte is a record of its own, and all of them are good. */
  @Test
  void manyTinyRecordsAreReadAndCostNoMore() throws Exception {
    long before = direct();
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), LinkSettings.TLS)) {
      Bytes all = Attacker.open(1, Ping.PROTOCOL);
      for (int i = 0; i < 100; i++) {
        all = Bytes.concat(all, Attacker.data(0, 1, Attacker.zeros(32)));
      }
      for (int i = 0; i < all.size(); i++) {
        attacker.frames(all.slice(i, i + 1));
      }
      here.counts.await("read " + Ping.PROTOCOL, 100 * 32);
      assertThat(direct() - before).isLessThan(MOST_DIRECT_BYTES);
      assertThat(here.host.links()).hasSize(1);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  @Test
  void aFloodOfNewKeysEndsTheLink() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), LinkSettings.TLS)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  attacker.renewKeys();
                }
              })
          .isInstanceOf(IOException.class);
      here.counts.await(Violation.TRANSPORT, 1);
      here.counts.await(LinkEnd.Cause.VIOLATION, 1);
      here.awaitNothingInUse();
    }
  }

  /** A second hello behind the handshake, a request for one, and data that nobody has sealed. */
  @ParameterizedTest
  @ValueSource(strings = {"hello", "1603030004" + "00000000", "1703030005" + "0102030405"})
  void whatLooksLikeRenegotiationEndsTheLink(String record) throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), LinkSettings.TLS)) {
      attacker.send(record.equals("hello") ? Stranger.of(KEY).hello() : Bytes.fromHex(record));
      attacker.awaitClose();
      here.counts.await(Violation.TRANSPORT, 1);
      here.counts.await(LinkEnd.Cause.VIOLATION, 1);
      here.awaitNothingInUse();
    }
  }

  @Test
  void afterGarbageOfOneOthersAreServed() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT)) {
      for (int i = 0; i < 20; i++) {
        try (Attacker attacker = Attacker.connect(here.address())) {
          Socket unused = attacker.agreedOnTls();
          attacker.send(Bytes.concat(Bytes.fromHex("16030140" + "00"), Attacker.zeros(0x4000)));
          attacker.awaitClose();
        }
      }
      here.counts.await(Reason.NOT_PROVEN, 20);
      try (Attacker honest = Attacker.link(here.address(), LinkSettings.TLS)) {
        honest.frames(Attacker.header(FrameHeader.Type.PING, Attacker.SYN, 0, 1));
        honest.frames(Attacker.open(1, Ping.PROTOCOL));
        here.counts.await("opened IN " + Ping.PROTOCOL, 1);
      }
      here.awaitNothingInUse();
    }
  }
}
