package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.wire.ProtobufWriter;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers say of themselves, whole, in parts, and anew. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class IdentifyTest {
  private static final PrivateKey PEER = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  private static final Multiaddr HERE = address("/ip4/192.0.2.1/tcp/4001");
  private static final Multiaddr THERE = address("/ip4/192.0.2.2/tcp/4002");
  private static final int KEY = 1;
  private static final int ADDRESS = 2;
  private static final int PROTOCOL = 3;
  private static final int AGENT = 6;
  private static final int RECORD = 8;

  private static Multiaddr address(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (io.vivim.libp2p.address.AddressException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes record(Multiaddr address) {
    return record(PEER, address);
  }

  private static Bytes record(PrivateKey of, Multiaddr address) {
    return new PeerRecord(of.publicKey().peerId(), 7, List.of(address)).seal(of).encode();
  }

  private static ProtobufWriter message() {
    return new ProtobufWriter();
  }

  private static Bytes framed(ProtobufWriter... messages) {
    Bytes all = Bytes.EMPTY;
    for (ProtobufWriter each : messages) {
      Bytes message = each.toBytes();
      all = Bytes.concat(all, Varint.encode(message.size()), message);
    }
    return all;
  }

  private static CompletableFuture<Identity> received(Bytes came) {
    Stream stream =
        new Stream(
            new NoLink(PEER.publicKey()),
            new Script(came.toArray(), 5),
            new Negotiation.Agreed(IdentifyProtocol.ASK, ByteBuffer.allocate(0)),
            HostMetrics.NONE);
    return IdentifyProtocol.receive(stream, more -> {}).toCompletableFuture();
  }

  @Test
  void aMessageInSeveralPartsIsOne() {
    Identity whole =
        received(
                framed(
                    message()
                        .bytes(ADDRESS, HERE.bytes())
                        .string(PROTOCOL, "/a")
                        .string(AGENT, "x"),
                    message().string(PROTOCOL, "/b"),
                    message().bytes(RECORD, record(THERE))))
            .join();
    assertThat(whole.protocols()).containsExactly("/a", "/b");
    assertThat(whole.agent()).isEqualTo("x");
    assertThat(whole.addresses()).containsExactly(THERE);
    assertThat(whole.record()).isPresent();
  }

  @Test
  void whatComesWithAnotherKeyCountsForNothing() {
    PrivateKey another = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Bytes own = message().bytes(KEY, PEER.publicKey().encode()).string(AGENT, "x").toBytes();
    assertThat(received(Bytes.concat(Varint.encode(own.size()), own)).join().agent())
        .isEqualTo("x");
    assertThat(received(framed(message().bytes(KEY, another.publicKey().encode()))))
        .isCompletedExceptionally();
  }

  @Test
  void whatAnotherPeerSignedOfItselfCountsForNothing() {
    PrivateKey another = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Identity said =
        received(
                framed(
                    message().bytes(ADDRESS, HERE.bytes()).bytes(RECORD, record(another, THERE))))
            .join();
    assertThat(said.record()).isEmpty();
    assertThat(said.addresses()).containsExactly(HERE);
  }

  @Test
  void thereAreTenPartsAtMost() {
    ProtobufWriter[] parts = new ProtobufWriter[10];
    java.util.Arrays.fill(parts, message().string(PROTOCOL, "/a"));
    Bytes ten = framed(parts);
    assertThat(received(ten).join().protocols()).hasSize(10);
    assertThat(received(Bytes.concat(ten, Bytes.fromHex("00")))).isCompletedExceptionally();
  }

  @Test
  void allPartsTogetherAreNoLargerThanOneMayBe() {
    ProtobufWriter half = message().bytes(9, Bytes.owning(new byte[32_764]));
    assertThat(half.toBytes().size()).isEqualTo(32_768);
    assertThat(received(framed(half, half))).isCompleted();
    assertThat(received(framed(half, half, message().string(PROTOCOL, "/a"))))
        .isCompletedExceptionally();
  }

  @Test
  void ofAddressesAndProtocolsTheFirstAreKept() {
    ProtobufWriter much = message();
    for (int i = 0; i < 2_000; i++) {
      much.bytes(ADDRESS, address("/ip4/192.0.2.1/tcp/" + i).bytes());
    }
    for (int i = 0; i < 2_000; i++) {
      much.string(PROTOCOL, "/" + i);
    }
    Identity said = received(framed(much)).join();
    assertThat(said.addresses())
        .hasSize(Identity.MAX_ADDRESSES)
        .startsWith(address("/ip4/192.0.2.1/tcp/0"));
    assertThat(said.protocols()).hasSize(Identity.MAX_PROTOCOLS).startsWith("/0", "/1");
  }

  @Test
  void whatEndsWithinAPartIsNone() {
    Bytes whole = framed(message().string(PROTOCOL, "/a"), message().string(PROTOCOL, "/b"));
    for (int size = 0; size < whole.size(); size++) {
      boolean isBetween = size == whole.size() / 2;
      assertThat(received(whole.slice(0, size)).isCompletedExceptionally()).isEqualTo(!isBetween);
    }
  }

  @Test
  void whatAnUpdateIsSilentAboutStays() {
    Identity before =
        new Identity(
            List.of(HERE), List.of("/a"), Optional.of(THERE), "v", "x", Optional.of(record(HERE)));
    Identity nothing =
        new Identity(List.of(), List.of(), Optional.empty(), "", "", Optional.empty());
    assertThat(before.updatedBy(nothing)).isEqualTo(before);
    assertThat(nothing.updatedBy(before)).isEqualTo(before);
    Identity elsewhere =
        new Identity(List.of(THERE), List.of(), Optional.empty(), "w", "", Optional.empty());
    assertThat(before.updatedBy(elsewhere))
        .isEqualTo(
            new Identity(
                List.of(THERE), List.of("/a"), Optional.of(THERE), "w", "x", Optional.empty()));
    Identity other =
        new Identity(
            List.of(), List.of("/b"), Optional.of(HERE), "", "y", Optional.of(record(THERE)));
    assertThat(before.updatedBy(other))
        .isEqualTo(
            new Identity(
                List.of(), List.of("/b"), Optional.of(HERE), "v", "y", Optional.of(record(THERE))));
  }

  private static Bytes push(long stream, ProtobufWriter... messages) {
    return Bytes.concat(
        Attacker.open(stream, IdentifyProtocol.PUSH),
        Attacker.data(Attacker.FIN, stream, framed(messages)));
  }

  @Test
  void aPushChangesWhatItSaysAndNothingElse() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker peer = Attacker.link(here.address())) {
      peer.frames(push(1, message().string(PROTOCOL, "/a").string(AGENT, "old")));
      here.counts.await(() -> said(here, peer, "/a", "old"), "said");
      peer.frames(push(3, message().string(AGENT, "new")));
      here.counts.await(() -> said(here, peer, "/a", "new"), "said in part");
      peer.frames(push(5, message().string(PROTOCOL, "/b"), message().string(PROTOCOL, "/c")));
      here.counts.await(() -> said(here, peer, "/b", "new"), "said in two parts");
      assertThat(here.host.identity(peer.peer()).orElseThrow().protocols())
          .containsExactly("/b", "/c");
      assertThat(here.host.peers().find(peer.peer()).orElseThrow().protocols())
          .containsExactly("/b", "/c");
    }
  }

  private static boolean said(Besieged here, Attacker peer, String protocol, String agent) {
    return here.host
        .identity(peer.peer())
        .filter(it -> it.protocols().contains(protocol) && it.agent().equals(agent))
        .isPresent();
  }
}
