package io.vivim.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading multibase texts. */
final class MultibaseFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.textsOf("multibase");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrWritesToItself(byte[] input) throws RefusedException {
    Laws.multibase(new String(input, UTF_8));
  }
}
