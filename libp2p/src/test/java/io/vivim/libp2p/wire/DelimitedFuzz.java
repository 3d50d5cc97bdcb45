package io.vivim.libp2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes how a stream is cut into messages. */
final class DelimitedFuzz {
  private static final int MOST = 1000;

  static Stream<byte[]> seeds() {
    return Stream.of("", "00", "0361626300", "e807", "ffff7f", "8000", "05616263")
        .map(hex -> Bytes.fromHex(hex).toArray());
  }

  /** However it comes, it is refused or is the same. */
  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsTheSameHoweverItIsCut(byte[] input) {
    Optional<List<Bytes>> whole = frames(input, Math.max(1, input.length));
    assertThat(frames(input, 1)).isEqualTo(whole);
    assertThat(frames(input, 7)).isEqualTo(whole);
  }

  private static Optional<List<Bytes>> frames(byte[] input, int pieces) {
    DelimitedReader reader = new DelimitedReader(MOST);
    List<Bytes> frames = new ArrayList<>();
    try {
      for (int at = 0; at < input.length; at += pieces) {
        int size = Math.min(pieces, input.length - at);
        frames.addAll(reader.receive(ByteBuffer.wrap(input, at, size)));
      }
    } catch (WireException e) {
      return Optional.empty();
    }
    return Optional.of(frames);
  }
}
