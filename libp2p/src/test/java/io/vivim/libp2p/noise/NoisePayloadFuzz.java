package io.vivim.libp2p.noise;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes the payload of a peer that is in the middle of a good handshake. */
final class NoisePayloadFuzz {
  static Stream<byte[]> seeds() {
    Vectors vectors = Vectors.load("noise");
    Stream<Bytes> proven =
        Stream.of(Peers.BOB.payload(Peers.OFFER), Peers.BOB.payload(NoiseExtensions.NONE));
    Stream<Bytes> others =
        Stream.of("payloads", "invalid")
            .flatMap(list -> vectors.cases(list).stream())
            .map(c -> Bytes.fromHex(c.text("payload")));
    return Stream.concat(proven, others).map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsThePeers(byte[] input) {
    if (input.length <= NoiseHandshake.MAX_PAYLOAD_BYTES) {
      NoiseLaws.anyPayload(Bytes.copyOf(input));
    }
  }
}
