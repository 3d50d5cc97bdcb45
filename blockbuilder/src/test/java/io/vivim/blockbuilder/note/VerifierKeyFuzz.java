package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading keys of notes. */
class VerifierKeyFuzz {
  static Stream<byte[]> seeds() {
    return NoteSeeds.keys();
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWhatIsWritten(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    try {
      String text = SignedNote.text(bytes);
      assertThat(VerifierKey.parse(text).text()).isEqualTo(text);
    } catch (NoteException e) {
      assertThat(e.reason()).isNotNull();
    }
  }
}
