package io.vivim.did;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multibase;
import io.vivim.codec.RefusedException;
import io.vivim.codec.Varint;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A did:key: a public key that is its own identifier.
 *
 * <pre>
 *   did:key:z…     base58btc of   varint code of the key type | public key
 * </pre>
 *
 * <p>(W3C CCG, "The did:key Method v0.9".) The text is unique: a version part, another base or
 * anything behind the key is refused, since two texts for one author would be two authors.
 *
 * <p>A key keeps its text once that is known, since writing it costs microseconds.
 */
public final class DidKey {
  public static final String PREFIX = "did:key:";

  /** Longer than every did:key of a supported type. */
  public static final int MAX_DID_CHARS = 128;

  private static final BigInteger P256_PRIME =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
  private static final BigInteger P256_B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
  private static final BigInteger SECP256K1_PRIME =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

  private final KeyType type;
  private final Bytes publicKey;

  /** Found by whichever thread asks first; two that find it at once find the same. */
  private volatile @Nullable String text;

  /**
   * The DID of a key.
   *
   * @param publicKey of the length of its type; whether it is a point of its curve, {@link
   *     #validate} tells
   */
  public DidKey(KeyType type, Bytes publicKey) {
    if (publicKey.size() != type.keyBytes()) {
      throw new IllegalArgumentException(type + " keys have " + type.keyBytes() + " bytes");
    }
    this.type = type;
    this.publicKey = publicKey;
  }

  public KeyType type() {
    return type;
  }

  public Bytes publicKey() {
    return publicKey;
  }

  /** The key that a DID text names. */
  public static DidKey parse(String did) throws DidException {
    if (!did.startsWith("did:")) {
      throw new DidException(DidError.INVALID_DID);
    }
    if (!did.startsWith(PREFIX)) {
      throw new DidException(
          did.matches("did:[a-z0-9]+:.+") ? DidError.METHOD_NOT_SUPPORTED : DidError.INVALID_DID);
    }
    String value = did.substring(PREFIX.length());
    if (did.length() > MAX_DID_CHARS || !value.startsWith("z")) {
      throw new DidException(DidError.INVALID_DID);
    }
    DidKey key = ofMultikey(value);
    // There is one text of a key, so this is it.
    key.text = did;
    return key;
  }

  /** The key of a {@code publicKeyMultibase} value. */
  static DidKey ofMultikey(String multikey) throws DidException {
    Bytes prefixed;
    long code;
    try {
      prefixed = Multibase.decode(multikey);
      code = Varint.decode(prefixed);
    } catch (RefusedException e) {
      throw new DidException(DidError.INVALID_DID);
    }
    KeyType type =
        KeyType.ofCode(code)
            .orElseThrow(() -> new DidException(DidError.UNSUPPORTED_PUBLIC_KEY_TYPE));
    Bytes key = prefixed.from(Varint.size(code)).compact();
    if (key.size() != type.keyBytes()) {
      throw new DidException(DidError.INVALID_PUBLIC_KEY_LENGTH);
    }
    return new DidKey(type, key);
  }

  /** The key as multibase, which is also the fragment of its verification method. */
  public String multikey() {
    return Multibase.BASE58_BTC.encode(Bytes.concat(Varint.encode(type.code()), publicKey));
  }

  /**
   * Refuses bytes that are no key of their type: no point of the curve, or a point of small order.
   */
  public void validate() throws DidException {
    boolean good =
        switch (type) {
          case ED25519 -> {
            byte[] key = publicKey.toArray();
            yield StrictRule.checkPublicKey(key).isValid() && StrictRule.isOnCurve(key);
          }
          case X25519 -> true;
          case P256 -> isOnWeierstrass(P256_PRIME, BigInteger.valueOf(-3), P256_B);
          case SECP256K1 ->
              isOnWeierstrass(SECP256K1_PRIME, BigInteger.ZERO, BigInteger.valueOf(7));
        };
    if (!good) {
      throw new DidException(DidError.INVALID_PUBLIC_KEY);
    }
  }

  /**
   * The X25519 key that messages to this Ed25519 key's owner are encrypted to.
   *
   * @throws IllegalStateException where this is not an Ed25519 key
   */
  public DidKey keyAgreement() {
    if (type != KeyType.ED25519) {
      throw new IllegalStateException("derived from Ed25519 keys only");
    }
    return new DidKey(KeyType.X25519, Bytes.copyOf(StrictRule.montgomeryU(publicKey.toArray())));
  }

  /**
   * Whether the key is a compressed point of y² = x³ + ax + b: whether the right side is a square.
   */
  private boolean isOnWeierstrass(BigInteger prime, BigInteger a, BigInteger b) {
    int sign = publicKey.at(0);
    BigInteger x = new BigInteger(1, publicKey.from(1).toArray());
    if ((sign != 2 && sign != 3) || x.compareTo(prime) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).add(a).multiply(x).add(b).mod(prime);
    BigInteger half = prime.subtract(BigInteger.ONE).shiftRight(1);
    return right.signum() == 0 || right.modPow(half, prime).equals(BigInteger.ONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DidKey that && type == that.type && publicKey.equals(that.publicKey);
  }

  /** Keys are as good as random, so some of their bytes are a hash; P-256's first is a sign. */
  @Override
  public int hashCode() {
    return publicKey.at(1) << 24 | publicKey.at(2) << 16 | publicKey.at(3) << 8 | publicKey.at(4);
  }

  /** The DID. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = PREFIX + multikey();
      text = known;
    }
    return known;
  }
}
