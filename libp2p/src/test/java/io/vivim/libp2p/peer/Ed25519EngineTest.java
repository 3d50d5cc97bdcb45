package io.vivim.libp2p.peer;

import static io.vivim.libp2p.peer.PeerVectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The native library and the JDK, which stands in for it where it does not load. */
final class Ed25519EngineTest {
  private static final Ed25519Engine PREFERRED = Ed25519Engine.preferred();
  private static final Ed25519Engine JDK = Ed25519Engine.ofJdk();

  @Test
  void theNativeLibraryIsPreferred() {
    assertThat(PREFERRED.provider().equals(JDK.provider())).isEqualTo(!Conscrypt.isAvailable());
  }

  @TestFactory
  Stream<DynamicTest> whatHoldsByTheStrictRuleHoldsHereOnBoth() {
    return PeerVectors.tests(
        "ed25519",
        "valid",
        c -> {
          assertThat(PREFERRED.verify(hex(c, "publicKey"), hex(c, "message"), hex(c, "signature")))
              .isTrue();
          assertThat(JDK.verify(hex(c, "publicKey"), hex(c, "message"), hex(c, "signature")))
              .isTrue();
        });
  }

  @Property(tries = 50)
  void bothSignAlikeAndHoldEachOthersSignatures(
      @ForAll @Size(32) byte[] seedBytes, @ForAll byte[] messageBytes) {
    Bytes seed = Bytes.copyOf(seedBytes);
    Bytes message = Bytes.copyOf(messageBytes);
    Bytes publicKey = PrivateKey.ofEd25519Seed(seed).publicKey().data();
    Bytes signature = PREFERRED.sign(PREFERRED.privateKey(seed), message);
    assertThat(JDK.sign(JDK.privateKey(seed), message)).isEqualTo(signature);
    assertThat(PREFERRED.verify(publicKey, message, signature)).isTrue();
    assertThat(JDK.verify(publicKey, message, signature)).isTrue();
    Bytes other = Bytes.concat(message, Bytes.fromHex("00"));
    assertThat(PREFERRED.verify(publicKey, other, signature)).isFalse();
    assertThat(JDK.verify(publicKey, other, signature)).isFalse();
  }

  @Property(tries = 50)
  void noKeyAndNoSignatureMakesThemThrow(
      @ForAll @Size(32) byte[] key, @ForAll @Size(64) byte[] signature) {
    Bytes message = Bytes.utf8("a message");
    assertThat(PREFERRED.verify(Bytes.copyOf(key), message, Bytes.copyOf(signature))).isFalse();
    assertThat(JDK.verify(Bytes.copyOf(key), message, Bytes.copyOf(signature))).isFalse();
  }
}
