package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * RSASSA-PKCS1-v1_5 with SHA-256.
 *
 * <pre>
 *   public    SubjectPublicKeyInfo in DER (PKIX)
 *   private   RSAPrivateKey in DER (PKCS #1)
 * </pre>
 *
 * <p>Moduli have 2048 to 8192 bits and exponents, which are odd and not 1, fewer than 32: the
 * bounds of other implementations, so that nobody can make us spend seconds on a signature.
 */
final class RsaScheme implements KeyScheme {
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 31;

  /** PKCS #8 without its lengths: {@code 30 82 size | this | 04 82 size | PKCS #1}. */
  private static final Bytes PKCS8_MIDDLE = Bytes.fromHex("020100300d06092a864886f70d0101010500");

  private static final int PKCS8_HEAD_BYTES = 26;

  @Override
  public Verifier verifier(Bytes publicData) throws PeerException {
    RSAPublicKey key;
    try {
      X509EncodedKeySpec encoded = new X509EncodedKeySpec(publicData.toArray());
      key = (RSAPublicKey) factory().generatePublic(encoded);
      checkSize(key.getModulus(), key.getPublicExponent());
      if (!encoded(key.getModulus(), key.getPublicExponent()).equals(publicData)) {
        throw new PeerException(PeerReason.NOT_CANONICAL);
      }
    } catch (InvalidKeySpecException e) {
      throw new PeerException(PeerReason.KEY);
    }
    return (message, signature) -> holds(key, message, signature);
  }

  private static void checkSize(BigInteger modulus, BigInteger exponent) throws PeerException {
    int bits = modulus.bitLength();
    boolean exponentIsGood =
        exponent.bitLength() >= 2
            && exponent.bitLength() <= MAX_EXPONENT_BITS
            && exponent.testBit(0);
    if (bits < MIN_BITS || bits > MAX_BITS || !exponentIsGood) {
      throw new PeerException(PeerReason.KEY);
    }
  }

  private static Bytes encoded(BigInteger modulus, BigInteger exponent)
      throws InvalidKeySpecException {
    RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, exponent);
    return Bytes.owning(factory().generatePublic(spec).getEncoded());
  }

  private static boolean holds(RSAPublicKey key, Bytes message, Bytes signature) {
    try {
      Signature verification = signature();
      verification.initVerify(key);
      verification.update(message.toArray());
      return verification.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // The library says "of another length" by throwing.
      return false;
    }
  }

  @Override
  public Signer signer(Bytes privateData) throws PeerException {
    try {
      byte[] encoded = Bytes.concat(pkcs8Head(privateData.size()), privateData).toArray();
      if (factory().generatePrivate(new PKCS8EncodedKeySpec(encoded)) instanceof RSAPrivateCrtKey k
          && pkcs1(k).equals(privateData)) {
        checkSize(k.getModulus(), k.getPublicExponent());
        return new CrtSigner(k, encoded(k.getModulus(), k.getPublicExponent()));
      }
    } catch (InvalidKeySpecException e) {
      // No key, as below.
    }
    throw new PeerException(PeerReason.KEY);
  }

  @Override
  public Signer generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(MIN_BITS, random);
      RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
      return new CrtSigner(key, encoded(key.getModulus(), key.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  /** What PKCS #8 puts in front of a key of this size, which takes two bytes to write. */
  private static Bytes pkcs8Head(int size) {
    int inOctets = size + 4;
    int inSequence = inOctets + PKCS8_MIDDLE.size();
    return Bytes.concat(derHead(0x30, inSequence), PKCS8_MIDDLE, derHead(0x04, size));
  }

  private static Bytes derHead(int tag, int size) {
    return Bytes.owning(new byte[] {(byte) tag, (byte) 0x82, (byte) (size >> 8), (byte) size});
  }

  private static Bytes pkcs1(RSAPrivateCrtKey key) {
    return Bytes.owning(key.getEncoded()).from(PKCS8_HEAD_BYTES);
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance("RSA");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static Signature signature() {
    try {
      return Signature.getInstance("SHA256withRSA");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private record CrtSigner(RSAPrivateCrtKey key, Bytes publicData) implements Signer {
    @Override
    public Bytes privateData() {
      return pkcs1(key);
    }

    @Override
    public Bytes sign(Bytes message) {
      try {
        Signature signing = signature();
        signing.initSign(key);
        signing.update(message.toArray());
        return Bytes.owning(signing.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("signing cannot fail for a good key", e);
      }
    }

    /** The public part alone. */
    @Override
    public String toString() {
      return "CrtSigner[" + publicData + "]";
    }
  }
}
