package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a peer sends that is asked what it is. */
final class IdentifyFuzz {
  private static final PrivateKey PEER = PrivateKey.ofEd25519Seed(Bytes.owning(new byte[32]));

  static Stream<byte[]> seeds() throws AddressException {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");
    PeerRecord record = new PeerRecord(PEER.publicKey().peerId(), 7, List.of(address));
    Identity small = identity(List.of(), Optional.empty(), Optional.empty());
    Identity whole =
        identity(List.of(address), Optional.of(address), Optional.of(record.seal(PEER).encode()));
    return Stream.of(
            framed(small.encode(PEER.publicKey())),
            framed(whole.encode(PEER.publicKey())),
            framed(Bytes.fromHex("0a00")),
            framed(Bytes.fromHex("1203616263")),
            framed(Bytes.EMPTY),
            Bytes.fromHex("808080"),
            Bytes.fromHex("ff03"))
        .map(Bytes::toArray);
  }

  private static Identity identity(
      List<Multiaddr> addresses, Optional<Multiaddr> observed, Optional<Bytes> record) {
    return new Identity(addresses, List.of("/a/1", "/b/2"), observed, "v/1", "agent", record);
  }

  private static Bytes framed(Bytes message) {
    return Bytes.concat(Varint.encode(message.size()), message);
  }

  /**
   * However it is cut, it is refused or is the same; what is read is written, and read as the same.
   */
  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameHoweverItIsCut(byte[] input) throws ProtocolException {
    Optional<Identity> whole = received(input, Math.max(1, input.length));
    assertThat(received(input, 1)).isEqualTo(whole);
    assertThat(received(input, 7)).isEqualTo(whole);
    if (whole.isPresent()) {
      Bytes again = whole.get().encode(PEER.publicKey());
      // The addresses of a record stand twice in it.
      if (again.size() <= Identity.MAX_MESSAGE_BYTES) {
        assertThat(Identity.decode(again, PEER.publicKey().peerId())).isEqualTo(whole.get());
      }
    }
  }

  private static Optional<Identity> received(byte[] input, int pieceBytes) {
    io.vivim.libp2p.host.Stream stream =
        new io.vivim.libp2p.host.Stream(
            new NoLink(PEER.publicKey()),
            new Script(input, pieceBytes),
            new Negotiation.Agreed(IdentifyProtocol.ASK, ByteBuffer.allocate(0)),
            HostMetrics.NONE);
    CompletableFuture<Identity> received =
        IdentifyProtocol.receive(stream, more -> {}).toCompletableFuture();
    assertThat(received).isDone();
    try {
      return Optional.of(received.join());
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(ProtocolException.class);
      return Optional.empty();
    }
  }
}
