package io.vivim.libp2p.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PrivateKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes certificates, each with a new key on P-256: such that a key of libp2p vouches for, and such
 * that say for which hosts of the web they are.
 *
 * <p>Our extension is the first and only one, for some peers look at the first alone; so it is not
 * critical either, which nobody asks for. The name is random and says nothing.
 */
final class CertificateMaker {
  /** For peers whose clocks are late. */
  static final Duration BACKDATED = Duration.ofDays(1);

  /** The key lives as long as the process, which should not have to make another. */
  static final Duration VALID = Duration.ofDays(36_500);

  private static final int SERIAL_BITS = 127;
  private static final int NAME_BITS = 64;

  /** The attribute {@code serialNumber} of a name, 2.5.4.5. */
  private static final Bytes SERIAL_NUMBER_ATTRIBUTE = Bytes.fromHex("0603550405");

  /** The JDK's, since there the randomness is ours to give. */
  private static final String PROVIDER = "SunEC";

  private final SecureRandom random;

  CertificateMaker(SecureRandom random) {
    this.random = random;
  }

  OwnCertificate make(PrivateKey identity, Instant now) {
    return make(
        publicKeyInfo -> {
          Bytes vouched = identity.sign(SignedKey.toSign(publicKeyInfo));
          return extension(new SignedKey(identity.publicKey().encode(), vouched));
        },
        now);
  }

  /**
   * One of the web, with nothing of libp2p in it.
   *
   * @param hosts names, or addresses as text
   */
  OwnCertificate makeFor(List<String> hosts, Instant now) {
    return make(publicKeyInfo -> HostNames.extension(hosts), now);
  }

  /**
   * @param extension the only one, given the key
   */
  private OwnCertificate make(UnaryOperator<Bytes> extension, Instant now) {
    try {
      KeyPair pair = newPair();
      Bytes publicKeyInfo = Bytes.owning(pair.getPublic().getEncoded());
      Bytes toBeSigned = toBeSigned(publicKeyInfo, extension.apply(publicKeyInfo), now);
      return new OwnCertificate(certificate(toBeSigned, pair.getPrivate()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA on P-256", e);
    }
  }

  private KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /** As {@link X509Fields} draws it. */
  private Bytes toBeSigned(Bytes publicKeyInfo, Bytes extension, Instant now) {
    // One more than a random number, since zero is no serial number.
    BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    Bytes name = randomName();
    return Der.sequence(
        X509Fields.VERSION_3,
        Der.element(Der.INTEGER, Bytes.owning(serial.toByteArray())),
        SelfSignature.ECDSA_SHA256,
        name,
        Der.sequence(DerTime.encode(now.minus(BACKDATED)), DerTime.encode(now.plus(VALID))),
        name,
        publicKeyInfo,
        Der.element(Der.CONTEXT_3, Der.sequence(extension)));
  }

  private static Bytes extension(SignedKey signedKey) {
    return Der.sequence(
        Der.element(Der.OBJECT_ID, SignedKey.OBJECT_ID),
        Der.element(Der.OCTET_STRING, signedKey.encode()));
  }

  private Bytes randomName() {
    Bytes digits = Bytes.owning(new BigInteger(NAME_BITS, random).toString().getBytes(US_ASCII));
    return Der.sequence(
        Der.element(
            Der.SET,
            Der.sequence(SERIAL_NUMBER_ATTRIBUTE, Der.element(Der.PRINTABLE_STRING, digits))));
  }

  private Bytes certificate(Bytes toBeSigned, java.security.PrivateKey key)
      throws GeneralSecurityException {
    Signature signing = Signature.getInstance(SelfSignature.ECDSA_SHA256_NAME, PROVIDER);
    signing.initSign(key, random);
    signing.update(toBeSigned.toArray());
    return Der.sequence(
        toBeSigned, SelfSignature.ECDSA_SHA256, Der.bits(Bytes.owning(signing.sign())));
  }
}
