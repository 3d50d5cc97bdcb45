package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 as RFC 6962, section 2.1, uses it: what is hashed says whether it is a leaf or a node, so
 * that neither passes for the other.
 *
 * <pre>
 *   leaf   SHA-256 (00 | entry)
 *   node   SHA-256 (01 | left 32 | right 32)
 * </pre>
 *
 * Not for several threads at once.
 */
public final class TreeHasher {
  public static final int HASH_BYTES = 32;

  /** The root of the tree without leaves: the hash of nothing. */
  public static final Bytes EMPTY_ROOT = Bytes.owning(sha256().digest());

  private static final int LEAF = 0;
  private static final int NODE = 1;

  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public Bytes leaf(Bytes entry) {
    byte[] hash = new byte[HASH_BYTES];
    leaf(entry.toArray(), hash);
    return Bytes.owning(hash);
  }

  public Bytes node(Bytes left, Bytes right) {
    byte[] hash = new byte[HASH_BYTES];
    node(left.toArray(), right.toArray(), hash);
    return Bytes.owning(hash);
  }

  void leaf(byte[] entry, byte[] into) {
    digest.update((byte) LEAF);
    digest.update(entry);
    finish(into);
  }

  /**
   * @param into may be one of the others
   */
  void node(byte[] left, byte[] right, byte[] into) {
    digest.update((byte) NODE);
    digest.update(left);
    digest.update(right);
    finish(into);
  }

  private void finish(byte[] into) {
    try {
      digest.digest(into, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a hash has room for itself", e);
    }
  }
}
