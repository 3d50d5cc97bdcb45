package io.vivim.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading DAG-JSON. */
final class DagJsonFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.of("dag-json");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrHasACanonicalText(byte[] input) {
    Laws.dagJson(Bytes.copyOf(input));
  }
}
