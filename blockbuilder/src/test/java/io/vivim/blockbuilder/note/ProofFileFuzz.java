package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading proof files. */
class ProofFileFuzz {
  static Stream<byte[]> seeds() {
    return NoteSeeds.proofs();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWhatIsWritten(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    try {
      assertThat(ProofFile.parse(bytes).encode()).isEqualTo(bytes);
    } catch (NoteException e) {
      assertThat(e.reason()).isNotNull();
    }
  }
}
