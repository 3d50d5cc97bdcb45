package io.vivim.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the bytes of a CID. */
final class CidBinaryFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.binaryCids();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameCidAgain(byte[] input) throws RefusedException {
    Laws.cidBinary(Bytes.copyOf(input));
  }
}
