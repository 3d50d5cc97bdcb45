package io.vivim.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading DAG-CBOR. */
final class DagCborFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.of("dag-cbor");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrEncodesToItself(byte[] input) {
    Laws.dagCbor(Bytes.copyOf(input));
  }
}
