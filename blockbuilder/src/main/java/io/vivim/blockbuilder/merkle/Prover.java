package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes proofs of one tree from its tiles (RFC 6962, sections 2.1.1 and 2.1.2): reads a tile or two
 * of each level, and keeps those for the next proof. Not for several threads at once.
 */
public final class Prover {
  /** Tiles at hand, of 8 KiB each; then they are let go. */
  private static final int MAX_TILES = 256;

  private final TileSource tiles;
  private final long size;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<Tile, Bytes> atHand = new HashMap<>();

  /**
   * @param size of the tree, whose tiles are all there
   */
  public Prover(TileSource tiles, long size) {
    this.tiles = tiles;
    this.size = size;
  }

  /** The tree's head, from its tiles alone. */
  public TreeHead head() {
    return size == 0 ? TreeHead.EMPTY : new TreeHead(size, span(0, size));
  }

  /** A proof that the tree has a leaf. */
  public InclusionProof inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
    }
    List<Bytes> path = new ArrayList<>();
    addPath(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  private void addPath(long index, long from, long to, List<Bytes> path) {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      addPath(index, from, middle, path);
      path.add(span(middle, to));
    } else {
      addPath(index, middle, to, path);
      path.add(span(from, middle));
    }
  }

  /** A proof that the tree goes on from an earlier one. */
  public ConsistencyProof consistency(long earlier) {
    if (earlier < 0 || earlier > size) {
      throw new IllegalArgumentException("a tree of " + size + " had never " + earlier);
    }
    List<Bytes> path = new ArrayList<>();
    if (earlier > 0 && earlier < size) {
      addConsistency(earlier, 0, size, path);
    }
    return new ConsistencyProof(earlier, size, path);
  }

  private void addConsistency(long earlier, long from, long to, List<Bytes> path) {
    if (earlier == to) {
      if (from > 0) {
        // Whoever checks it knows the whole of the earlier tree, and nothing else.
        path.add(span(from, to));
      }
      return;
    }
    long middle = from + split(to - from);
    if (earlier <= middle) {
      addConsistency(earlier, from, middle, path);
      path.add(span(middle, to));
    } else {
      addConsistency(earlier, middle, to, path);
      path.add(span(from, middle));
    }
  }

  /** The largest power of two below a number. */
  private static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }

  /** The hash of the leaves from one to before another, as the tree has it in it. */
  private Bytes span(long from, long to) {
    long leaves = to - from;
    if (Long.bitCount(leaves) == 1) {
      int height = Long.numberOfTrailingZeros(leaves);
      return whole(height, from >>> height);
    }
    long middle = from + split(leaves);
    return hasher.node(span(from, middle), span(middle, to));
  }

  /** The root of a whole subtree. */
  Bytes whole(int height, long index) {
    int level = height / Tile.HEIGHT;
    int above = height % Tile.HEIGHT;
    long place = index << above;
    Tile tile = Tile.in(size, level, place);
    Bytes hashes = tile(tile);
    int at = (int) (place % Tile.WIDTH);
    List<Bytes> row = new ArrayList<>();
    for (int i = at; i < at + (1 << above); i++) {
      row.add(hashes.slice(i * TreeHasher.HASH_BYTES, (i + 1) * TreeHasher.HASH_BYTES));
    }
    while (row.size() > 1) {
      List<Bytes> over = new ArrayList<>(row.size() / 2);
      for (int i = 0; i < row.size(); i += 2) {
        over.add(hasher.node(row.get(i), row.get(i + 1)));
      }
      row = over;
    }
    return row.get(0).compact();
  }

  private Bytes tile(Tile tile) {
    if (atHand.size() >= MAX_TILES) {
      atHand.clear();
    }
    return atHand.computeIfAbsent(tile, tiles::read);
  }
}
