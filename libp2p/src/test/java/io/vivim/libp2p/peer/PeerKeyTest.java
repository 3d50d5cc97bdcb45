package io.vivim.libp2p.peer;

import static io.vivim.libp2p.peer.PeerVectors.assertRefused;
import static io.vivim.libp2p.peer.PeerVectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PeerKeyTest {
  private static final Bytes MESSAGE = Bytes.utf8("a message");

  @TestFactory
  Stream<DynamicTest> keysOfOthersAreOurs() {
    return PeerVectors.tests(
        "peer-key",
        "valid",
        c -> {
          PrivateKey key = PrivateKey.decode(hex(c, "private"));
          PublicKey publicKey = PublicKey.decode(hex(c, "public"));
          assertThat(key.publicKey()).isEqualTo(publicKey).hasSameHashCodeAs(publicKey);
          assertThat(key.type().name()).isEqualTo(c.text("type").toUpperCase(Locale.ROOT));
          assertThat(key.encode()).isEqualTo(hex(c, "private"));
          assertThat(publicKey.encode()).isEqualTo(hex(c, "public"));
          assertThat(PublicKey.of(publicKey.type(), publicKey.data())).isEqualTo(publicKey);
          assertThat(publicKey.peerId()).hasToString(c.text("peerId"));
          assertThat(publicKey.peerId().bytes()).isEqualTo(hex(c, "peerIdBytes"));
          assertThat(publicKey.peerId().toCid()).hasToString(c.text("cid"));
        });
  }

  @TestFactory
  Stream<DynamicTest> signaturesOfOthersHoldAndSoDoOurs() {
    return PeerVectors.tests(
        "peer-key",
        "valid",
        c -> {
          PublicKey publicKey = PublicKey.decode(hex(c, "public"));
          assertThat(publicKey.verify(hex(c, "message"), hex(c, "signature"))).isTrue();
          Bytes own = PrivateKey.decode(hex(c, "private")).sign(hex(c, "message"));
          assertThat(publicKey.verify(hex(c, "message"), own)).isTrue();
          if (publicKey.type() == KeyType.ED25519 || publicKey.type() == KeyType.RSA) {
            assertThat(own).isEqualTo(hex(c, "signature"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> badPublicKeysAreRefusedWithTheirReason() {
    return PeerVectors.tests(
        "peer-key",
        "invalid",
        c -> assertRefused(() -> PublicKey.decode(hex(c, "public")), c.text("reason")));
  }

  @TestFactory
  Stream<DynamicTest> badPrivateKeysAreRefusedWithTheirReason() {
    return PeerVectors.tests(
        "peer-key",
        "privateInvalid",
        c -> assertRefused(() -> PrivateKey.decode(hex(c, "private")), c.text("reason")));
  }

  @TestFactory
  Stream<DynamicTest> olderFormsOfPrivateKeysAreWrittenInTheNewOne() {
    return PeerVectors.tests(
        "peer-key",
        "privateValid",
        c -> assertThat(PrivateKey.decode(hex(c, "private")).encode()).isEqualTo(hex(c, "same")));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoSignatureOfTheKeyDoesNotHold() {
    return PeerVectors.tests(
        "peer-key",
        "unsigned",
        c -> {
          PublicKey publicKey = PublicKey.decode(hex(c, "public"));
          assertThat(publicKey.verify(hex(c, "message"), hex(c, "signature"))).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource
  void newKeysSignAndAreReadBack(KeyType type) throws PeerException {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    PrivateKey other = PrivateKey.generate(type, new SecureRandom());
    assertThat(key.publicKey()).isNotEqualTo(other.publicKey());
    Bytes signature = key.sign(MESSAGE);
    PrivateKey again = PrivateKey.decode(key.encode());
    assertThat(again.publicKey()).isEqualTo(key.publicKey());
    assertThat(again.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(key.publicKey().verify(MESSAGE, again.sign(MESSAGE))).isTrue();
    assertThat(other.publicKey().verify(MESSAGE, signature)).isFalse();
    assertThat(key.publicKey().verify(Bytes.utf8("another"), signature)).isFalse();
    assertThat(PublicKey.decode(key.publicKey().encode())).isEqualTo(key.publicKey());
    assertThat(key.publicKey().peerId().isOf(key.publicKey())).isTrue();
    assertThat(key.publicKey().peerId().isOf(other.publicKey())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void privateKeysPrintNothingOfTheirSecret(KeyType type) {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    assertThat(key).hasToString("PrivateKey[" + key.publicKey().peerId() + "]");
  }

  @Property(tries = 50)
  void aSeedIsAKey(@ForAll @Size(32) byte[] seed, @ForAll byte[] message) throws PeerException {
    PrivateKey key = PrivateKey.ofEd25519Seed(Bytes.copyOf(seed));
    Bytes signed = Bytes.copyOf(message);
    assertThat(key.encode()).isEqualTo(PrivateKey.decode(key.encode()).encode());
    assertThat(key.publicKey().verify(signed, key.sign(signed))).isTrue();
  }

  @Test
  void aSeedHasThirtyTwoBytes() {
    assertThatThrownBy(() -> PrivateKey.ofEd25519Seed(Bytes.copyOf(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signaturesOnSecp256k1HaveTheSmallerS() {
    PrivateKey key = PrivateKey.generate(KeyType.SECP256K1, new SecureRandom());
    for (int i = 0; i < 20; i++) {
      Bytes signature = key.sign(Bytes.utf8("message " + i));
      EcSignature read = EcSignature.decode(signature).orElseThrow();
      assertThat(read.s().bitLength()).isLessThan(256);
    }
  }

  @Property
  void arbitraryDataIsRefusedOrAKey(@ForAll KeyType type, @ForAll byte[] data)
      throws PeerException {
    PeerLaws.publicKey(new KeyMessage(type, Bytes.copyOf(data)).encode());
    PeerLaws.privateKey(new KeyMessage(type, Bytes.copyOf(data)).encode());
  }
}
