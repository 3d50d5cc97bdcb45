package io.vivim.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NoiseCipherTest {
  private static final int[] SIZES = {0, 1, 12, 64, 4096, 65_000, NoiseCipher.MAX_PLAINTEXT_BYTES};

  /** An engine, and what its buffers are. */
  record Ground(String name, NoiseEngine engine, IntFunction<ByteBuffer> allocate) {
    NoiseCipher cipher(long count) {
      return new NoiseCipher(new CipherState(engine, Peers.filled(7).toArray(), count));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Ground> grounds() {
    NoiseEngine preferred = NoiseEngine.preferred();
    NoiseEngine jdk = NoiseEngine.ofJdk();
    return Stream.of(
        new Ground("native library, direct", preferred, ByteBuffer::allocateDirect),
        new Ground("native library, heap", preferred, ByteBuffer::allocate),
        new Ground("JDK, direct", jdk, ByteBuffer::allocateDirect),
        new Ground("JDK, heap", jdk, ByteBuffer::allocate));
  }

  private static NoiseCipher cipher() {
    return new NoiseCipher(new CipherState(Peers.ENGINE, Peers.filled(7).toArray()));
  }

  private static Bytes pattern(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Bytes.owning(bytes);
  }

  private static void assertRefused(ThrowingCallable call, NoiseError error) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NoiseException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void whatIsSealedFromOneBufferToAnotherIsOpenedWhereItStands(Ground ground)
      throws NoiseException {
    NoiseCipher sealing = ground.cipher(0);
    NoiseCipher opening = ground.cipher(0);
    for (int size : SIZES) {
      Bytes plaintext = pattern(size);
      ByteBuffer from = ground.allocate().apply(size + 5).position(5);
      from.put(plaintext.toArray()).position(5);
      ByteBuffer frame = ground.allocate().apply(size + NoiseCipher.OVERHEAD_BYTES + 7);
      frame.position(3);

      sealing.seal(from, frame);

      assertThat(from.hasRemaining()).isFalse();
      assertThat(frame.position()).isEqualTo(3 + size + NoiseCipher.OVERHEAD_BYTES);
      from.position(5);
      assertThat(Peers.bytes(from)).isEqualTo(plaintext);
      frame.flip().position(3);
      ByteBuffer opened = opening.open(frame).orElseThrow();
      assertThat(Peers.bytes(opened)).isEqualTo(plaintext);
      assertThat(frame.hasRemaining()).isFalse();
      assertThat(opened.isDirect()).isEqualTo(frame.isDirect());
      opened.duplicate().clear().put(5, (byte) 42);
      assertThat(frame.get(5)).isEqualTo((byte) 42);
    }
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void plaintextIsSealedWhereItStands(Ground ground) throws NoiseException {
    NoiseCipher sealing = ground.cipher(0);
    NoiseCipher opening = ground.cipher(0);
    for (int size : SIZES) {
      Bytes plaintext = pattern(size);
      ByteBuffer memory = ground.allocate().apply(size + NoiseCipher.OVERHEAD_BYTES);
      memory.position(2).put(plaintext.toArray());
      sealing.seal(memory.duplicate().position(2).limit(2 + size), memory.position(0));

      Bytes frame = Peers.bytes(memory.flip());
      assertThat(frame.size()).isEqualTo(size + NoiseCipher.OVERHEAD_BYTES);
      assertThat(Peers.open(opening, frame)).isEqualTo(plaintext);
    }
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void allSealAlike(Ground ground) throws NoiseException {
    NoiseCipher other = cipher();
    NoiseCipher sealing = ground.cipher(0);
    for (int size : SIZES) {
      assertThat(Peers.seal(sealing, pattern(size))).isEqualTo(Peers.seal(other, pattern(size)));
    }
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void theBuffersNeedNotBeOfOneKind(Ground ground) throws NoiseException {
    NoiseCipher sealing = ground.cipher(0);
    NoiseCipher opening = ground.cipher(0);
    for (boolean direct : new boolean[] {true, false, true}) {
      Bytes plaintext = pattern(direct ? 3000 : 5000);
      int room = plaintext.size() + NoiseCipher.OVERHEAD_BYTES;
      ByteBuffer frame = direct ? ByteBuffer.allocateDirect(room) : ByteBuffer.allocate(room);
      sealing.seal(
          ground.allocate().apply(plaintext.size()).put(plaintext.toArray()).flip(), frame);
      assertThat(Peers.bytes(opening.open(frame.flip()).orElseThrow())).isEqualTo(plaintext);
    }
  }

  @Test
  void moreThanAFrameHoldsIsSealedInSeveral() throws NoiseException {
    Bytes plaintext = pattern(NoiseCipher.MAX_PLAINTEXT_BYTES + 10);
    ByteBuffer from = ByteBuffer.wrap(plaintext.toArray());
    ByteBuffer out = ByteBuffer.allocate(plaintext.size() + 2 * NoiseCipher.OVERHEAD_BYTES);
    NoiseCipher sealing = cipher();

    sealing.seal(from, out);
    assertThat(from.remaining()).isEqualTo(10);
    assertThat(out.position()).isEqualTo(2 + NoiseCipher.MAX_FRAME_BYTES);
    sealing.seal(from, out);

    NoiseCipher opening = cipher();
    ByteBuffer in = out.flip();
    Bytes first = Peers.bytes(opening.open(in).orElseThrow());
    Bytes second = Peers.bytes(opening.open(in).orElseThrow());
    assertThat(Bytes.concat(first, second)).isEqualTo(plaintext);
    assertThat(opening.open(in)).isEmpty();
  }

  @Test
  void aFrameIsOpenedOnlyWhenAllOfItIsHere() throws NoiseException {
    Bytes frame = Peers.seal(cipher(), Bytes.utf8("in pieces"));
    NoiseCipher opening = cipher();
    for (int size = 0; size < frame.size(); size++) {
      ByteBuffer in = ByteBuffer.wrap(frame.slice(0, size).toArray());
      assertThat(opening.open(in)).isEmpty();
      assertThat(in.remaining()).isEqualTo(size);
    }
    assertThat(Peers.open(opening, frame)).isEqualTo(Bytes.utf8("in pieces"));
  }

  @Test
  void aFrameNeedsItsRoom() throws NoiseException {
    NoiseCipher sealing = cipher();
    ByteBuffer plaintext = ByteBuffer.wrap(new byte[10]);
    assertThatThrownBy(() -> sealing.seal(plaintext, ByteBuffer.allocate(27)))
        .isInstanceOf(IllegalArgumentException.class);

    // Nothing was used up by that.
    assertThat(plaintext.remaining()).isEqualTo(10);
    assertThat(Peers.open(cipher(), Peers.seal(sealing, Bytes.utf8("first"))))
        .isEqualTo(Bytes.utf8("first"));
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void noByteOfAFrameCanBeChanged(Ground ground) throws NoiseException {
    Bytes frame = Peers.seal(ground.cipher(0), Bytes.utf8("a message"));
    for (int at = 2; at < frame.size(); at++) {
      ByteBuffer changed = ground.allocate().apply(frame.size()).put(frame.toArray());
      changed.put(at, (byte) (changed.get(at) ^ 0x80)).flip();
      NoiseCipher opening = ground.cipher(0);
      assertRefused(() -> opening.open(changed), NoiseError.BAD_TAG);
    }
  }

  @Test
  void framesThatAreReplayedReorderedOrLeftOutAreRefused() throws NoiseException {
    NoiseCipher sealing = cipher();
    Bytes first = Peers.seal(sealing, Bytes.utf8("first"));
    Bytes second = Peers.seal(sealing, Bytes.utf8("second"));

    NoiseCipher replayed = cipher();
    Peers.open(replayed, first);
    assertRefused(() -> Peers.open(replayed, first), NoiseError.BAD_TAG);

    NoiseCipher leftOut = cipher();
    assertRefused(() -> Peers.open(leftOut, second), NoiseError.BAD_TAG);
  }

  @Test
  void afterARefusedFrameAllAreRefused() throws NoiseException {
    Bytes frame = Peers.seal(cipher(), Bytes.utf8("first"));
    NoiseCipher opening = cipher();
    assertRefused(() -> Peers.open(opening, Bytes.fromHex("000f")), NoiseError.TRUNCATED);
    assertRefused(() -> Peers.open(opening, frame), NoiseError.TRUNCATED);
    assertRefused(() -> opening.open(ByteBuffer.allocate(0)), NoiseError.TRUNCATED);
  }

  @Test
  void aFrameWithoutRoomForATagIsTruncated() {
    assertRefused(() -> cipher().open(ByteBuffer.allocate(2)), NoiseError.TRUNCATED);
    assertRefused(
        () -> cipher().open(ByteBuffer.wrap(Bytes.fromHex("000f").toArray())),
        NoiseError.TRUNCATED);
  }

  @ParameterizedTest
  @MethodSource("grounds")
  void theLastNonceIsNeverUsed(Ground ground) throws NoiseException {
    NoiseCipher sealing = ground.cipher(-3);
    NoiseCipher opening = ground.cipher(-3);
    Bytes message = Bytes.utf8("late");
    for (int i = 0; i < 2; i++) {
      assertThat(Peers.open(opening, Peers.seal(sealing, message))).isEqualTo(message);
    }
    assertRefused(() -> Peers.seal(sealing, message), NoiseError.NONCES_EXHAUSTED);
    assertRefused(() -> Peers.seal(sealing, message), NoiseError.NONCES_EXHAUSTED);
    Bytes anyFrame = MessageReader.frame(Bytes.owning(new byte[16]));
    assertRefused(() -> Peers.open(opening, anyFrame), NoiseError.NONCES_EXHAUSTED);
  }

  @Test
  void theCountIsLittleEndianBehindFourZeros() throws Exception {
    Bytes frame =
        Peers.seal(
            new NoiseCipher(
                new CipherState(Peers.ENGINE, Peers.filled(7).toArray(), 0x0102030405060708L)),
            Bytes.utf8("counted"));

    Cipher plain = NoiseEngine.ofJdk().newCipher();
    plain.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(Peers.filled(7).toArray(), "ChaCha20"),
        new IvParameterSpec(Bytes.fromHex("000000000807060504030201").toArray()));
    assertThat(Bytes.owning(plain.doFinal(frame.from(2).toArray())))
        .isEqualTo(Bytes.utf8("counted"));
  }
}
