package io.vivim.libp2p.peer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the message of a private key. */
final class PrivateKeyFuzz {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        PeerVectors.seeds("peer-key", "valid", "private"),
        PeerVectors.seeds("peer-key", "privateInvalid", "private"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsAKey(byte[] input) throws PeerException {
    PeerLaws.privateKey(Bytes.copyOf(input));
  }
}
