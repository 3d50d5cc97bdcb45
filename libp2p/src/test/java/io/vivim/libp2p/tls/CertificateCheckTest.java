package io.vivim.libp2p.tls;

import static io.vivim.libp2p.tls.Forge.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateCheckTest {
  private static final Bytes OTHER_OBJECT = Bytes.fromHex("551d0f");

  private static final List<SelfSignature> ARITHMETIC =
      List.of(SelfSignature.preferred(), SelfSignature.byJdk());

  private final PrivateKey identity = PrivateKey.ofEd25519Seed(Bytes.owning(new byte[32]));
  private final CertificateCheck check = new CertificateCheck();

  private static List<VectorCase> cases(String list) {
    return Vectors.load("tls-certificate").cases(list);
  }

  private static Bytes certificate(VectorCase c) {
    return Bytes.fromHex(c.text("certificate"));
  }

  @TestFactory
  Stream<DynamicTest> certificatesOfTheSpecificationProveTheirPeer() {
    return cases("valid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(),
                    () -> {
                      for (SelfSignature arithmetic : ARITHMETIC) {
                        assertThat(
                                new CertificateCheck(arithmetic)
                                    .check(List.of(certificate(c)), NOW)
                                    .peerId())
                            .hasToString(c.text("peerId"));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> badCertificatesOfTheSpecificationAreRefused() {
    return cases("invalid").stream()
        .map(
            c ->
                dynamicTest(
                    c.toString(), () -> assertRefused(certificate(c), reason(c.text("reason")))));
  }

  private static TlsReason reason(String code) {
    return Stream.of(TlsReason.values()).filter(r -> r.code().equals(code)).findAny().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void certificatesOfOursProveAnyKindOfKey(KeyType type) throws Exception {
    PrivateKey key = PrivateKey.generate(type, new SecureRandom());
    OwnCertificate made = new CertificateMaker(new SecureRandom()).make(key, NOW);
    assertThat(check.check(List.of(made.encoded()), NOW)).isEqualTo(key.publicKey());
    assertThat(CertificateCheck.keyOfChecked(made.encoded())).isEqualTo(key.publicKey());
  }

  @Test
  void aGoodForgeryShowsThatTheOthersFailForTheirOneFault() throws Exception {
    Bytes good = Forge.onP256().vouch(identity).encode();

    assertThat(check.check(List.of(good), NOW)).isEqualTo(identity.publicKey());
  }

  @Test
  void thereHasToBeExactlyOne() {
    Bytes good = Forge.onP256().vouch(identity).encode();

    assertRefused(List.of(), NOW, TlsReason.CHAIN);
    assertRefused(List.of(good, good), NOW, TlsReason.CHAIN);
  }

  @Test
  void sizeIsLimited() {
    Bytes filler = Bytes.owning(new byte[CertificateCheck.MAX_CERTIFICATE_BYTES]);

    assertRefused(
        Forge.onP256().vouch(identity).extension(OTHER_OBJECT, false, filler), TlsReason.TOO_LARGE);
  }

  @Test
  void itIsValidFromItsFirstSecondToItsLast() throws Exception {
    Forge forge = Forge.onP256().vouch(identity);
    List<Bytes> chain = List.of(forge.encode());
    Instant first = Instant.ofEpochSecond(forge.notBefore.getEpochSecond());
    Instant last = Instant.ofEpochSecond(forge.notAfter.getEpochSecond());

    check.check(chain, first);
    check.check(chain, last.plusMillis(999));
    assertRefused(chain, first.minusMillis(1), TlsReason.NOT_YET_VALID);
    assertRefused(chain, last.plusSeconds(1), TlsReason.EXPIRED);
  }

  @Test
  void theExtensionHasToBeThereOnce() {
    assertRefused(Forge.onP256(), TlsReason.NO_EXTENSION);
    assertRefused(
        Forge.onP256().extension(OTHER_OBJECT, false, Bytes.EMPTY), TlsReason.NO_EXTENSION);
    assertRefused(Forge.onP256().vouch(identity).vouch(identity), TlsReason.REPEATED_EXTENSION);
    Forge first = Forge.onP256();
    first.version = Bytes.EMPTY;
    assertRefused(first, TlsReason.NO_EXTENSION);
  }

  @Test
  void onlyUnknownExtensionsThatAreCriticalAreRefused() throws Exception {
    Forge beside = Forge.onP256().extension(OTHER_OBJECT, false, Bytes.EMPTY).vouch(identity);
    assertThat(check.check(List.of(beside.encode()), NOW)).isEqualTo(identity.publicKey());
    Forge critical = Forge.onP256();
    critical.extension(SignedKey.OBJECT_ID, true, critical.vouched(identity).encode());
    assertThat(check.check(List.of(critical.encode()), NOW)).isEqualTo(identity.publicKey());

    assertRefused(
        Forge.onP256().vouch(identity).extension(OTHER_OBJECT, true, Bytes.EMPTY),
        TlsReason.CRITICAL_EXTENSION);
  }

  @Test
  void theCertificateHasToBeSignedByItsOwnKey() {
    Forge byAnother = Forge.onP256().vouch(identity);
    byAnother.signer = Forge.curve("secp256r1");
    assertRefused(byAnother, TlsReason.SELF_SIGNATURE);

    Forge forge = Forge.onP256().vouch(identity);
    Bytes noSignature = Der.sequence(forge.toBeSigned(), forge.algorithm, Der.bits(Bytes.EMPTY));
    assertRefused(noSignature, TlsReason.SELF_SIGNATURE);
  }

  @Test
  void theExtensionHoldsTwoStringsAndNothingElse() {
    Forge forge = Forge.onP256();
    Bytes good = forge.vouched(identity).encode();
    List<Bytes> bad =
        List.of(
            Bytes.EMPTY,
            Bytes.concat(good, Bytes.fromHex("00")),
            good.slice(0, good.size() - 1),
            Der.sequence(Der.element(Der.OCTET_STRING)),
            Der.sequence(Der.bits(Bytes.EMPTY), Der.bits(Bytes.EMPTY)));
    for (Bytes value : bad) {
      assertRefused(
          Forge.onP256().extension(SignedKey.OBJECT_ID, false, value), TlsReason.SIGNED_KEY);
    }
  }

  @Test
  void theExtensionHoldsAKeyOfLibp2p() {
    Bytes noKey = new SignedKey(Bytes.fromHex("0805120100"), Bytes.EMPTY).encode();

    assertRefused(Forge.onP256().extension(SignedKey.OBJECT_ID, false, noKey), TlsReason.HOST_KEY);
  }

  @Test
  void theIdentityHasToHaveSignedThisVeryKeyForThisPurpose() {
    SignedKey ofAnotherCertificate = Forge.onP256().vouched(identity);
    assertRefused(
        Forge.onP256().extension(SignedKey.OBJECT_ID, false, ofAnotherCertificate.encode()),
        TlsReason.SIGNATURE);

    Forge withoutPurpose = Forge.onP256();
    Bytes signature = identity.sign(withoutPurpose.publicKeyInfo());
    Bytes value = new SignedKey(identity.publicKey().encode(), signature).encode();
    assertRefused(withoutPurpose.extension(SignedKey.OBJECT_ID, false, value), TlsReason.SIGNATURE);

    PrivateKey another = PrivateKey.ofEd25519Seed(Bytes.fromHex("01".repeat(32)));
    Forge stolen = Forge.onP256();
    Bytes signedByAnother = another.sign(SignedKey.toSign(stolen.publicKeyInfo()));
    Bytes claim = new SignedKey(identity.publicKey().encode(), signedByAnother).encode();
    assertRefused(stolen.extension(SignedKey.OBJECT_ID, false, claim), TlsReason.SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secp256r1 300a06082a8648ce3d040302 SHA256withECDSA",
        "secp384r1 300a06082a8648ce3d040303 SHA384withECDSA",
        "secp521r1 300a06082a8648ce3d040304 SHA512withECDSA",
        "RSA 300d06092a864886f70d01010b0500 SHA256withRSA",
        "Ed25519 300506032b6570 Ed25519"
      })
  void certificatesMayHaveKeysOfSeveralKinds(String kind) throws Exception {
    String[] parts = kind.split(" ", -1);
    KeyPair pair =
        switch (parts[0]) {
          case "RSA" -> Forge.pair("RSA", 2048);
          case "Ed25519" -> Forge.pair("Ed25519", 255);
          default -> Forge.curve(parts[0]);
        };
    Forge forge = Forge.with(pair, parts[1], parts[2]).vouch(identity);
    for (SelfSignature arithmetic : ARITHMETIC) {
      assertThat(new CertificateCheck(arithmetic).check(List.of(forge.encode()), NOW))
          .isEqualTo(identity.publicKey());
    }
    Bytes broken = flipped(forge.encode());
    assertRefused(broken, TlsReason.SELF_SIGNATURE);
  }

  /** With another last byte, which belongs to the signature. */
  private static Bytes flipped(Bytes bytes) {
    byte[] changed = bytes.toArray();
    changed[changed.length - 1] ^= 1;
    return Bytes.owning(changed);
  }

  @Test
  void otherKeysAndAlgorithmsAreNotKnown() {
    Forge small =
        Forge.with(Forge.pair("RSA", 1024), "300d06092a864886f70d01010b0500", "SHA256withRSA");
    assertRefused(small.vouch(identity), TlsReason.ALGORITHM);
    Forge sha1 = Forge.with(Forge.curve("secp256r1"), "300906072a8648ce3d0401", "SHA1withECDSA");
    assertRefused(sha1.vouch(identity), TlsReason.ALGORITHM);
    Forge mixed = Forge.with(Forge.pair("Ed25519", 255), "300a06082a8648ce3d040302", "Ed25519");
    assertRefused(mixed.vouch(identity), TlsReason.ALGORITHM);
  }

  @Test
  void formIsThatOfVersionThree() {
    Forge two = Forge.onP256().vouch(identity);
    two.version = Bytes.fromHex("a003020101");
    Forge firstWithExtension = Forge.onP256().vouch(identity);
    firstWithExtension.version = Bytes.EMPTY;
    Forge twoAlgorithms = Forge.onP256().vouch(identity);
    twoAlgorithms.innerAlgorithm = Bytes.fromHex("300a06082a8648ce3d040303");
    Forge uniqueId = Forge.onP256().vouch(identity);
    uniqueId.afterKey = Bytes.fromHex("81020000");
    Forge noSerial = Forge.onP256().vouch(identity);
    noSerial.serial = Bytes.EMPTY;
    Forge longSerial = Forge.onP256().vouch(identity);
    longSerial.serial = Bytes.fromHex("01".repeat(22));
    for (Forge bad :
        List.of(two, firstWithExtension, twoAlgorithms, uniqueId, noSerial, longSerial)) {
      assertRefused(bad, TlsReason.FORM);
    }
    Bytes good = Forge.onP256().vouch(identity).encode();
    assertRefused(Bytes.concat(good, Bytes.fromHex("00")), TlsReason.FORM);
    assertRefused(Bytes.EMPTY, TlsReason.FORM);
  }

  @Test
  void everyCutAndEveryOtherByteIsRefused() {
    Bytes good = Forge.onP256().vouch(identity).encode();
    for (int at = 0; at < good.size(); at++) {
      assertRefused(good.slice(0, at), TlsReason.FORM);
      byte[] changed = good.toArray();
      changed[at] ^= 0x20;
      assertThatThrownBy(() -> check.check(List.of(Bytes.owning(changed)), NOW))
          .isInstanceOf(CertificateRefusedException.class);
    }
  }

  private void assertRefused(Forge forge, TlsReason reason) {
    assertRefused(forge.encode(), reason);
  }

  private void assertRefused(Bytes certificate, TlsReason reason) {
    assertRefused(List.of(certificate), NOW, reason);
  }

  private void assertRefused(List<Bytes> chain, Instant now, TlsReason reason) {
    assertThatThrownBy(() -> check.check(chain, now))
        .isInstanceOfSatisfying(
            CertificateRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
