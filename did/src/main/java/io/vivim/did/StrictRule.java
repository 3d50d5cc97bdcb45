package io.vivim.did;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * What is asked of a key and a signature before any provider sees them, so that all providers
 * agree.
 *
 * <pre>
 *   public key A    y, 255 bits, little-endian | sign of x, 1 bit
 *   signature       R, 32 bytes, as A | S, 32 bytes, little-endian
 * </pre>
 *
 * <p>The curve has cofactor 8, and the published specifications leave open what becomes of points
 * with a part of small order, of coordinates spelled with p or more, and of S beyond the group
 * order L. (RFC 8032, sections 5.1.3 and 5.1.7; "Taming the many EdDSAs", 2020.) Behind these
 * checks only the equation without the cofactor is left, on which all providers agree.
 */
final class StrictRule {
  static final int PUBLIC_KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** The field prime 2^255 - 19, little-endian. */
  private static final byte[] FIELD_PRIME = littleEndian(P);

  /** The group order L = 2^252 + 27742317777372353535851937790883648493, little-endian. */
  private static final byte[] GROUP_ORDER =
      littleEndian(
          BigInteger.ONE
              .shiftLeft(252)
              .add(new BigInteger("27742317777372353535851937790883648493")));

  /** The y coordinates of the points of order 1, 2, 4, 8 and 8; x and -x share each of them. */
  private static final byte[][] SMALL_ORDER_Y = {
    littleEndian(BigInteger.ONE),
    littleEndian(P.subtract(BigInteger.ONE)),
    littleEndian(BigInteger.ZERO),
    HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
  };

  private StrictRule() {}

  /** What the bytes alone say against a public key; {@link Verdict#VALID} where nothing does. */
  static Verdict checkPublicKey(byte[] key) {
    if (key.length != PUBLIC_KEY_BYTES) {
      return Verdict.PUBLIC_KEY_LENGTH;
    }
    if (!isCanonicalY(key)) {
      return Verdict.PUBLIC_KEY_NOT_CANONICAL;
    }
    return isSmallOrder(key) ? Verdict.PUBLIC_KEY_SMALL_ORDER : Verdict.VALID;
  }

  /** What the bytes alone say against a signature; {@link Verdict#VALID} where nothing does. */
  static Verdict checkSignature(byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return Verdict.SIGNATURE_LENGTH;
    }
    if (!isCanonicalY(signature)) {
      return Verdict.R_NOT_CANONICAL;
    }
    if (isSmallOrder(signature)) {
      return Verdict.R_SMALL_ORDER;
    }
    return isBelow(signature, PUBLIC_KEY_BYTES, 0xff, GROUP_ORDER)
        ? Verdict.VALID
        : Verdict.S_OUT_OF_RANGE;
  }

  /**
   * Whether a canonical encoding is a point of the curve: whether (y² - 1) / (dy² + 1) is a square.
   * Slow, and only asked where a verdict is already against the key or a key is shown to people.
   */
  static boolean isOnCurve(byte[] point) {
    BigInteger y = yOf(point);
    BigInteger ySquared = y.multiply(y).mod(P);
    BigInteger numerator = ySquared.subtract(BigInteger.ONE).mod(P);
    BigInteger denominator = D.multiply(ySquared).add(BigInteger.ONE).mod(P);
    BigInteger xSquared = numerator.multiply(denominator.modInverse(P)).mod(P);
    BigInteger half = P.subtract(BigInteger.ONE).shiftRight(1);
    return xSquared.signum() == 0 || xSquared.modPow(half, P).equals(BigInteger.ONE);
  }

  /** The point's Montgomery coordinate u = (1 + y) / (1 - y), which is its X25519 public key. */
  static byte[] montgomeryU(byte[] point) {
    BigInteger y = yOf(point);
    BigInteger u = BigInteger.ONE.add(y).multiply(BigInteger.ONE.subtract(y).modInverse(P)).mod(P);
    return littleEndian(u);
  }

  private static boolean isCanonicalY(byte[] point) {
    return isBelow(point, 0, 0x7f, FIELD_PRIME);
  }

  /**
   * Whether the 32 little-endian bytes at {@code from}, the last one masked, are below {@code
   * bound}.
   */
  private static boolean isBelow(byte[] number, int from, int lastMask, byte[] bound) {
    for (int i = PUBLIC_KEY_BYTES - 1; i >= 0; i--) {
      int mask = i == PUBLIC_KEY_BYTES - 1 ? lastMask : 0xff;
      int order = Integer.compare(number[from + i] & mask, bound[i] & 0xff);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static boolean isSmallOrder(byte[] point) {
    for (byte[] y : SMALL_ORDER_Y) {
      if (sameY(point, y)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameY(byte[] point, byte[] y) {
    for (int i = 0; i < PUBLIC_KEY_BYTES; i++) {
      int mask = i == PUBLIC_KEY_BYTES - 1 ? 0x7f : 0xff;
      if ((point[i] & mask) != (y[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static BigInteger yOf(byte[] point) {
    byte[] bigEndian = new byte[PUBLIC_KEY_BYTES];
    for (int i = 0; i < PUBLIC_KEY_BYTES; i++) {
      bigEndian[i] = point[PUBLIC_KEY_BYTES - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian);
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] out = new byte[PUBLIC_KEY_BYTES];
    BigInteger rest = number;
    for (int i = 0; i < out.length; i++) {
      out[i] = rest.byteValue();
      rest = rest.shiftRight(Byte.SIZE);
    }
    return out;
  }
}
