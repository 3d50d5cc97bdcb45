package io.vivim.libp2p.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.SignedEnvelope;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the record inside an envelope. */
final class PeerRecordFuzz {
  static Stream<byte[]> seeds() {
    return Vectors.load("peer-record").cases("valid").stream()
        .limit(3)
        .map(c -> payload(Bytes.fromHex(c.text("envelope"))).toArray());
  }

  private static Bytes payload(Bytes envelope) {
    try {
      return SignedEnvelope.open(envelope, PeerRecord.DOMAIN).payload();
    } catch (PeerException e) {
      throw new IllegalStateException("the first vectors are of this domain", e);
    }
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWrittenOnceAndForAll(byte[] input) throws PeerException {
    AddressLaws.record(Bytes.copyOf(input));
  }
}
