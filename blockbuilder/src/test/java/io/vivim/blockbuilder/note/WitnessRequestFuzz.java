package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading requests to witnesses. */
class WitnessRequestFuzz {
  static Stream<byte[]> seeds() {
    return NoteSeeds.requests();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWhatIsWritten(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    try {
      assertThat(WitnessRequest.parse(bytes).encode()).isEqualTo(bytes);
    } catch (NoteException e) {
      assertThat(e.reason()).isNotNull();
    }
  }
}
