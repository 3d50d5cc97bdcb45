package io.vivim.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The native library and the JDK, which stands in for it where it does not load. */
final class NoiseEngineTest {
  private static final NoiseEngine PREFERRED = NoiseEngine.preferred();
  private static final NoiseEngine JDK = NoiseEngine.ofJdk();

  static Stream<NoiseEngine> engines() {
    return Stream.of(PREFERRED, JDK);
  }

  @Test
  void theNativeLibraryIsPreferred() {
    assertThat(PREFERRED.equals(JDK)).isEqualTo(!Conscrypt.isAvailable());
  }

  /** RFC 7748, sections 6.1 and 5.2. */
  @ParameterizedTest
  @MethodSource("engines")
  void theFiguresOfTheSpecificationHold(NoiseEngine engine) throws NoiseException {
    DhKeyPair alice =
        engine.keyPair(
            Bytes.fromHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    assertThat(alice.publicKey().toHex())
        .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");

    DhKeyPair scalar =
        engine.keyPair(
            Bytes.fromHex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
    Bytes point = Bytes.fromHex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
    assertThat(Bytes.owning(engine.agree(scalar, point)).toHex())
        .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
  }

  @Property(tries = 100)
  void bothMakeTheSameOfAllKeys(
      @ForAll @Size(32) byte[] secretBytes, @ForAll @Size(32) byte[] theirBytes) {
    Bytes secret = Bytes.copyOf(secretBytes);
    Bytes theirs = Bytes.copyOf(theirBytes);
    DhKeyPair own = PREFERRED.keyPair(secret);
    DhKeyPair same = JDK.keyPair(secret);
    assertThat(own.publicKey()).isEqualTo(same.publicKey());
    assertThat(agreed(PREFERRED, own, theirs)).isEqualTo(agreed(JDK, same, theirs));
  }

  private static Bytes agreed(NoiseEngine engine, DhKeyPair own, Bytes theirs) {
    try {
      return Bytes.owning(engine.agree(own, theirs));
    } catch (NoiseException e) {
      return Bytes.utf8(e.error().name());
    }
  }

  @Property(tries = 50)
  void twoKeyPairsShareOneSecret(@ForAll @Size(32) byte[] one, @ForAll @Size(32) byte[] other)
      throws NoiseException {
    DhKeyPair a = PREFERRED.keyPair(Bytes.copyOf(one));
    DhKeyPair b = JDK.keyPair(Bytes.copyOf(other));
    assertThat(PREFERRED.agree(a, b.publicKey())).isEqualTo(JDK.agree(b, a.publicKey()));
  }

  @Test
  void aSecretOfZerosIsRefusedWhereALibraryLetsItPass() throws NoiseException {
    byte[] secret = new byte[32];
    assertThatThrownBy(() -> NoiseEngine.nonZero(secret))
        .isInstanceOfSatisfying(
            NoiseException.class, e -> assertThat(e.error()).isEqualTo(NoiseError.LOW_ORDER_POINT));
    secret[31] = 1;
    assertThat(NoiseEngine.nonZero(secret)).isSameAs(secret);
  }
}
