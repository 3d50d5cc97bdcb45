package io.vivim.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes what comes on a connection that Noise keeps: good frames, and then anything. */
final class NoiseCipherFuzz {
  static Stream<byte[]> seeds() throws NoiseException {
    return Stream.of(
            Bytes.EMPTY,
            frames(1),
            frames(3),
            Bytes.concat(frames(1), Bytes.fromHex("000f")),
            Bytes.concat(frames(2), Bytes.fromHex("0010"), Bytes.owning(new byte[16])),
            Bytes.fromHex("ffff0011"))
        .map(Bytes::toArray);
  }

  private static NoiseCipher cipher() {
    return new NoiseCipher(new CipherState(Peers.ENGINE, Peers.filled(7).toArray()));
  }

  /** The first frames of this key, each of which carries its number as often. */
  private static Bytes frames(int count) throws NoiseException {
    NoiseCipher cipher = cipher();
    ByteBuffer all = ByteBuffer.allocate(1024);
    for (int i = 0; i < count; i++) {
      cipher.seal(ByteBuffer.wrap(plain(i)), all);
    }
    return Bytes.copyOf(all.array(), 0, all.position());
  }

  private static byte[] plain(int number) {
    byte[] plain = new byte[number];
    Arrays.fill(plain, (byte) number);
    return plain;
  }

  /**
   * What is opened is sealed as it came; what is not whole stays; after a refusal nothing opens.
   */
  @MethodSource("seeds")
  @FuzzTest
  void isWhatThePeerSealedOrIsRefusedForGood(byte[] input) throws NoiseException {
    NoiseCipher opening = cipher();
    NoiseCipher sealing = cipher();
    ByteBuffer in = ByteBuffer.wrap(input.clone());
    try {
      int from = 0;
      for (Optional<ByteBuffer> plain = opening.open(in);
          plain.isPresent();
          plain = opening.open(in)) {
        ByteBuffer again = ByteBuffer.allocate(in.position() - from);
        sealing.seal(plain.get(), again);
        assertThat(again.flip()).isEqualTo(ByteBuffer.wrap(input, from, again.limit()));
        from = in.position();
      }
      assertThat(in.position()).isEqualTo(from);
    } catch (NoiseException e) {
      assertThatThrownBy(() -> opening.open(ByteBuffer.wrap(frames(1).toArray())))
          .isInstanceOf(NoiseException.class);
    }
  }
}
