package io.vivim.codec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A digest that names its hash function: {@code varint code, varint length, digest}.
 *
 * @param code in the multicodec table
 */
public record Multihash(long code, Bytes digest) {
  /** A digest longer than this names no hash function that exists; identity "digests" end here. */
  public static final int MAX_DIGEST_BYTES = 128;

  public static final long IDENTITY = 0x00;
  public static final long SHA2_256 = 0x12;
  public static final long SHA2_512 = 0x13;

  /** Never fed, only cloned: looking a digest up costs as much as a hundred bytes of hashing. */
  private static final MessageDigest FRESH_SHA256 = fresh("SHA-256");

  private static final MessageDigest FRESH_SHA512 = fresh("SHA-512");

  public Multihash {
    if (code < 0 || digest.size() > MAX_DIGEST_BYTES) {
      throw new IllegalArgumentException("no multihash: code " + code + ", " + digest.size());
    }
  }

  /** SHA-256 over all of {@code data}. */
  public static Multihash sha256(Bytes data) {
    return new Multihash(SHA2_256, hash(FRESH_SHA256, data));
  }

  /** All of {@code bytes} as one multihash. */
  public static Multihash decode(Bytes bytes) throws RefusedException {
    Multihash multihash = read(bytes, 0);
    if (multihash.size() != bytes.size()) {
      throw new RefusedException(Reason.TRAILING_BYTES, multihash.size());
    }
    return multihash;
  }

  /** The multihash that begins at {@code from}; {@link #size} tells where it ends. */
  static Multihash read(Bytes bytes, int from) throws RefusedException {
    long code = Varint.decode(bytes, from);
    int lengthAt = from + Varint.size(code);
    long length = Varint.decode(bytes, lengthAt);
    int digestAt = lengthAt + Varint.size(length);
    if (length > MAX_DIGEST_BYTES) {
      throw new RefusedException(Reason.MULTIHASH, lengthAt);
    }
    if (length > bytes.size() - digestAt) {
      throw new RefusedException(Reason.TRUNCATED, bytes.size());
    }
    return new Multihash(code, bytes.slice(digestAt, digestAt + (int) length).compact());
  }

  /** How many bytes {@link #encode} gives. */
  public int size() {
    return Varint.size(code) + Varint.size(digest.size()) + digest.size();
  }

  public Bytes encode() {
    return Bytes.concat(Varint.encode(code), Varint.encode(digest.size()), digest);
  }

  /**
   * Whether this is the whole digest of {@code data}; nothing where the function is not supported
   * here. A digest that was cut short has a meaning in the format but proves too little: no match.
   */
  public Optional<Boolean> matches(Bytes data) {
    if (code == IDENTITY) {
      return Optional.of(digest.equals(data));
    }
    if (code == SHA2_256) {
      return Optional.of(digest.equals(hash(FRESH_SHA256, data)));
    }
    if (code == SHA2_512) {
      return Optional.of(digest.equals(hash(FRESH_SHA512, data)));
    }
    return Optional.empty();
  }

  /** The function's name in the multicodec table, or its code in hex. */
  public String functionName() {
    return MulticodecNames.ofHash(code);
  }

  private static Bytes hash(MessageDigest fresh, Bytes data) {
    try {
      MessageDigest digest = (MessageDigest) fresh.clone();
      digest.update(data.backing(), data.backingOffset(), data.size());
      return Bytes.owning(digest.digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's digests can be cloned", e);
    }
  }

  private static MessageDigest fresh(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
