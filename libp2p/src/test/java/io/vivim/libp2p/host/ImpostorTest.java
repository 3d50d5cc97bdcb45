package io.vivim.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others than they say, and those between two peers who cut or weaken what passes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ImpostorTest {
  private static final String ANY = "/any/1.0.0";

  private final PeerId stranger =
      PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey().peerId();

  private static Besieged speaking(String security) {
    return new Besieged(HostLimits.DEFAULT, builder -> builder.securities(security));
  }

  private static void assertFails(CompletionStage<Link> dialled, Reason reason) {
    assertThatThrownBy(() -> dialled.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join())
        .hasStackTraceContaining(reason + ": ");
  }

  /** Neither side has a link of it for a moment, so no stream can have been opened. */
  @ParameterizedTest
  @ValueSource(strings = {LinkSettings.NOISE, LinkSettings.TLS})
  void anotherPeerThanTheOneDialledIsCutOffBeforeThereIsALink(String security) throws Exception {
    try (Besieged here = speaking(security);
        Besieged there = speaking(security)) {
      assertFails(here.host.connect(stranger, List.of(there.address())), Reason.WRONG_PEER);
      there.counts.await(() -> !there.counts.toString().equals("{}"), "refused");
      assertThat(here.counts.of("linked OUT")).isZero();
      assertThat(there.counts.of("linked IN")).isZero();
      here.awaitNothingInUse();
      there.awaitNothingInUse();
    }
  }

  /** Somebody between the two answers that there is no security, or only another one. */
  @ParameterizedTest
  @ValueSource(strings = {"na", "/plaintext/2.0.0", "/yamux/1.0.0", ""})
  void withoutASecurityThereIsNoLink(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Besieged here = new Besieged(HostLimits.DEFAULT)) {
      Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + server.getLocalPort());
      CompletionStage<Link> dialled = here.host.connect(stranger, List.of(address));
      try (Socket socket = server.accept()) {
        byte[] line = Attacker.line(answer).toArray();
        socket.getOutputStream().write(Attacker.line("/multistream/1.0.0").toArray());
        // One for each security that the host may propose.
        for (int i = 0; i < 2; i++) {
          socket.getOutputStream().write(line);
        }
        assertFails(dialled, Reason.NONE_AGREED);
      }
      assertThat(here.host.links()).isEmpty();
      here.awaitNothingInUse();
    }
  }

  @Test
  void aListenerAgreesOnNothingElseThanItsSecurities() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.connect(here.address())) {
      attacker.send(Attacker.line("/multistream/1.0.0"));
      for (int i = 0; i <= 64; i++) {
        attacker.send(Attacker.line(i % 2 == 0 ? "/plaintext/2.0.0" : "/yamux/1.0.0"));
      }
      attacker.awaitClose();
      here.counts.await(Reason.NONE_AGREED, 1);
      assertThat(here.counts.of("linked IN")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"'', connection closed", "0064ffff, cut off within a frame"})
  void whetherAConnectionIsCutWithinAFrameIsSaid(String last, String why) throws Exception {
    BlockingQueue<LinkEnd> ends = new LinkedBlockingQueue<>();
    HostListener listener =
        new HostListener() {
          @Override
          public void closed(Link link, LinkEnd end) {
            ends.add(end);
          }
        };
    try (Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.listener(listener));
        Attacker attacker = Attacker.link(here.address())) {
      attacker.send(Bytes.fromHex(last));
      attacker.endOutput();
      assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo(new LinkEnd(LinkEnd.Cause.LOST, why));
      here.awaitNothingInUse();
    }
  }

  /** What came so far is read; the end of it is none. */
  @ParameterizedTest
  @ValueSource(strings = {"", "0064ffff"})
  void aConnectionThatIsCutIsNoEndOfItsStreams(String last) throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<Integer> end = new CompletableFuture<>();
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(
          ANY,
          stream -> {
            first.complete(new String(stream.input().readNBytes(4), UTF_8));
            try {
              end.complete(stream.input().read());
            } catch (IOException e) {
              end.completeExceptionally(e);
            }
          });
      attacker.frames(Attacker.open(1, ANY));
      attacker.frames(Attacker.data(0, 1, Bytes.utf8("data")));
      assertThat(first.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("data");
      attacker.send(Bytes.fromHex(last));
      attacker.hangUp();
      assertThatThrownBy(() -> end.orTimeout(60, TimeUnit.SECONDS).join())
          .hasRootCauseInstanceOf(StreamException.class);
      here.counts.await(LinkEnd.Cause.LOST, 1);
      here.counts.await(StreamException.Cause.LINK_ENDED, 1);
      here.awaitNothingInUse();
    }
  }
}
