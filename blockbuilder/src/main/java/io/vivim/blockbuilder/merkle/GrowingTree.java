package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.util.Arrays;

/**
 * A tree to which leaves are added: the roots of its whole subtrees, one for each bit of its size,
 * are all that it needs, and each hash is made once. Not for several threads at once.
 */
public final class GrowingTree {
  private static final int MAX_HEIGHT = Long.SIZE - 1;

  private final TreeHasher hasher = new TreeHasher();
  private final Sink sink;

  /** By height; only those count whose bit in the size is set. */
  private final byte[][] peaks = new byte[MAX_HEIGHT][TreeHasher.HASH_BYTES];

  private final byte[] next = new byte[TreeHasher.HASH_BYTES];
  private long size;

  /** Takes the hashes that lie in tiles, each once, those of a level in order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes the next hash of a level.
     *
     * @param level of the tile
     * @param place in the level, over all of its tiles
     * @param hash is used again afterwards
     */
    void add(int level, long place, byte[] hash);
  }

  private GrowingTree(Sink sink) {
    this.sink = sink;
  }

  /** One without leaves. */
  public static GrowingTree empty(Sink sink) {
    return new GrowingTree(sink);
  }

  /** One that goes on from tiles. */
  public static GrowingTree of(TileSource tiles, long size, Sink sink) {
    GrowingTree tree = new GrowingTree(sink);
    Prover prover = new Prover(tiles, size);
    tree.size = size;
    long end = 0;
    for (int height = MAX_HEIGHT - 1; height >= 0; height--) {
      if ((size >>> height & 1) == 1) {
        tree.peaks[height] = prover.whole(height, end >>> height).toArray();
        end += 1L << height;
      }
    }
    return tree;
  }

  public long size() {
    return size;
  }

  /** Adds a leaf. */
  public void append(Bytes entry) {
    hasher.leaf(entry.toArray(), next);
    sink.add(0, size, next);
    int height = 0;
    for (; (size >>> height & 1) == 1; height++) {
      hasher.node(peaks[height], next, next);
      if ((height + 1) % Tile.HEIGHT == 0) {
        sink.add((height + 1) / Tile.HEIGHT, size >>> (height + 1), next);
      }
    }
    System.arraycopy(next, 0, peaks[height], 0, next.length);
    size++;
  }

  /** The tree as it is now. */
  public TreeHead head() {
    if (size == 0) {
      return TreeHead.EMPTY;
    }
    int height = Long.numberOfTrailingZeros(size);
    byte[] root = Arrays.copyOf(peaks[height], TreeHasher.HASH_BYTES);
    for (height++; height < MAX_HEIGHT; height++) {
      if ((size >>> height & 1) == 1) {
        hasher.node(peaks[height], root, root);
      }
    }
    return new TreeHead(size, Bytes.owning(root));
  }
}
