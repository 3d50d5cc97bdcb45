package io.vivim.libp2p.peer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes opening a signed envelope. */
final class PeerEnvelopeFuzz {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        PeerVectors.seeds("peer-record", "valid", "envelope"),
        PeerVectors.seeds("peer-record", "invalid", "envelope"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrKeepsItsBytes(byte[] input) {
    PeerLaws.envelope(Bytes.copyOf(input), "libp2p-peer-record");
  }
}
