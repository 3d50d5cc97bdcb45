package io.vivim.libp2p.peer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the message of a public key. */
final class PublicKeyFuzz {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        PeerVectors.seeds("peer-key", "valid", "public"),
        PeerVectors.seeds("peer-key", "invalid", "public"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsAKey(byte[] input) throws PeerException {
    PeerLaws.publicKey(Bytes.copyOf(input));
  }
}
