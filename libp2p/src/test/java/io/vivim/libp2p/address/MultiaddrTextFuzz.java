package io.vivim.libp2p.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading an address from texts. */
final class MultiaddrTextFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> Vectors.load("multiaddr").cases(list).stream())
        .filter(c -> c.has("text"))
        .map(c -> c.text("text").getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameAddressAgain(byte[] input) throws AddressException {
    AddressLaws.text(new String(input, UTF_8));
  }
}
