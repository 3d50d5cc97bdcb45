package io.vivim.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the text of a CID. */
final class CidTextFuzz {
  static Stream<byte[]> seeds() {
    return Seeds.textsOf("cid");
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameCidAgain(byte[] input) throws RefusedException {
    Laws.cidText(new String(input, UTF_8));
  }
}
