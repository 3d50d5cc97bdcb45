package io.vivim.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading CAR. */
final class CarFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.of("car");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrWritesToItself(byte[] input) throws IOException {
    Laws.car(Bytes.copyOf(input));
  }
}
