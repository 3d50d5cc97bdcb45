package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;

/**
 * A tree at one size.
 *
 * @param size how many leaves it has
 * @param root its root hash
 */
public record TreeHead(long size, Bytes root) {
  public static final TreeHead EMPTY = new TreeHead(0, TreeHasher.EMPTY_ROOT);

  public TreeHead {
    if (size < 0 || root.size() != TreeHasher.HASH_BYTES) {
      throw new IllegalArgumentException("no tree has " + size + " leaves and this root");
    }
  }
}
