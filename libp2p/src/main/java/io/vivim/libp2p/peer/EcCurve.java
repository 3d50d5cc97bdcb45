package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA over SHA-256 on one curve, with the deterministic nonces of RFC 6979. Bouncy Castle does
 * the arithmetic: the JDK has no secp256k1.
 */
final class EcCurve {
  private final ECDomainParameters domain;
  private final int scalarBytes;

  private EcCurve(ECDomainParameters domain) {
    this.domain = domain;
    this.scalarBytes = (domain.getN().bitLength() + 7) / 8;
  }

  /** The curve of this name in SEC 2. */
  static EcCurve named(String name) {
    X9ECParameters parameters = CustomNamedCurves.getByName(name);
    return new EcCurve(new ECDomainParameters(parameters));
  }

  /** How many bytes a private key takes. */
  int scalarBytes() {
    return scalarBytes;
  }

  /** The point in SEC 1 form, compressed or not, which the caller has checked the first byte of. */
  ECPoint point(Bytes encoded) throws PeerException {
    try {
      return domain.validatePublicPoint(domain.getCurve().decodePoint(encoded.toArray()));
    } catch (IllegalArgumentException e) {
      // The library says "of another length" and "not on the curve" by throwing.
      throw new PeerException(PeerReason.KEY);
    }
  }

  /** The private key in big-endian bytes. */
  BigInteger scalar(Bytes encoded) throws PeerException {
    BigInteger scalar = new BigInteger(1, encoded.toArray());
    if (encoded.size() != scalarBytes
        || scalar.signum() == 0
        || scalar.compareTo(domain.getN()) >= 0) {
      throw new PeerException(PeerReason.KEY);
    }
    return scalar;
  }

  Bytes encode(BigInteger scalar) {
    return Bytes.owning(BigIntegers.asUnsignedByteArray(scalarBytes, scalar));
  }

  BigInteger randomScalar(SecureRandom random) {
    return BigIntegers.createRandomInRange(
        BigInteger.ONE, domain.getN().subtract(BigInteger.ONE), random);
  }

  /** The public key of a private one. */
  ECPoint publicPoint(BigInteger scalar) {
    return new FixedPointCombMultiplier().multiply(domain.getG(), scalar).normalize();
  }

  EcSignature sign(BigInteger scalar, Bytes message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(scalar, domain));
    BigInteger[] rs = signer.generateSignature(sha256(message));
    return new EcSignature(rs[0], rs[1]);
  }

  /** Of the two values of s that hold, the smaller (BIP 62). */
  EcSignature withLowS(EcSignature signature) {
    BigInteger mirrored = domain.getN().subtract(signature.s());
    return new EcSignature(signature.r(), signature.s().min(mirrored));
  }

  boolean verify(ECPoint publicPoint, Bytes message, EcSignature signature) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(publicPoint, domain));
    return verifier.verifySignature(sha256(message), signature.r(), signature.s());
  }

  private static byte[] sha256(Bytes message) {
    return Multihash.sha256(message).digest().toArray();
  }
}
