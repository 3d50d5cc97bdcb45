package io.vivim.libp2p.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading a peer id, as text and as bytes. */
final class PeerIdFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> Vectors.load("peer-id").cases(list).stream())
        .map(c -> c.text("text").getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameIdAgain(byte[] input) throws PeerException {
    PeerLaws.peerIdText(new String(input, UTF_8));
    PeerLaws.peerIdBinary(Bytes.copyOf(input));
  }
}
