package io.vivim.libp2p.address;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading an address from bytes. */
final class MultiaddrBinaryFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> Vectors.load("multiaddr").cases(list).stream())
        .filter(c -> c.has("bytes") || c.has("hex"))
        .map(c -> Bytes.fromHex(c.text(c.has("bytes") ? "bytes" : "hex")).toArray());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameAddressAgain(byte[] input) throws AddressException {
    AddressLaws.binary(Bytes.copyOf(input));
  }
}
