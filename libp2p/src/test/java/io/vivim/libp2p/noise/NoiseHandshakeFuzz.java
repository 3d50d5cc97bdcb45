package io.vivim.libp2p.noise;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import io.vivim.testvectors.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what a stranger sends in place of a handshake. */
final class NoiseHandshakeFuzz {
  static Stream<byte[]> seeds() {
    return Vectors.load("noise").cases("valid").stream()
        .flatMap(
            c -> {
              Bytes first = Bytes.fromHex(c.fields().path("messages").path(0).textValue());
              Bytes second = Bytes.fromHex(c.fields().path("messages").path(1).textValue());
              Bytes third = Bytes.fromHex(c.fields().path("messages").path(2).textValue());
              return Stream.of(first, second, Bytes.concat(first, third));
            })
        .map(Bytes::toArray);
  }

  @MethodSource("seeds")
  @FuzzTest
  void endsOnceAndTheSameHoweverItIsCut(byte[] input) {
    NoiseLaws.anyInput(Bytes.copyOf(input));
  }
}
