package io.vivim.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading varints. */
final class VarintFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.of("varint");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrWritesToItself(byte[] input) {
    Laws.varint(Bytes.copyOf(input));
  }
}
