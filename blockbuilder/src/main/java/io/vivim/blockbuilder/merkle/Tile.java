package io.vivim.blockbuilder.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile, or of a bundle of entries (C2SP tlog-tiles).
 *
 * @param level 0 for the hashes of leaves; {@link #ENTRIES} for the entries themselves
 * @param index its place in the level
 * @param width how many hashes or entries it has
 */
public record Tile(int level, long index, int width) {
  /** Hashes in a tile that is full, and what a tile comes to in height, as a power of two. */
  public static final int WIDTH = 256;

  static final int HEIGHT = 8;

  /** In place of a level. */
  public static final int ENTRIES = -1;

  public static final int MAX_LEVEL = 63;

  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  private static final int GROUP = 1000;

  public Tile {
    if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > WIDTH) {
      throw new IllegalArgumentException(
          "no tile: " + level + "/" + index + ", " + width + " wide");
    }
  }

  /** The tile that has a place of a level in a tree of a size, as wide as it is there. */
  static Tile in(long treeSize, int level, long place) {
    long index = place / WIDTH;
    long hashes = treeSize >>> (HEIGHT * Math.max(level, 0));
    return new Tile(level, index, (int) Math.min(WIDTH, hashes - index * WIDTH));
  }

  /** Whether a tree of a size has as much of it. */
  public boolean isWithin(long treeSize) {
    if (level >= HEIGHT) {
      return false;
    }
    long hashes = treeSize >>> (HEIGHT * Math.max(level, 0));
    return index <= hashes / WIDTH && index * WIDTH + width <= hashes;
  }

  public boolean isFull() {
    return width == WIDTH;
  }

  /** The same tile with another width. */
  public Tile wide(int hashes) {
    return new Tile(level, index, hashes);
  }

  /** Where it is served, below the prefix of its log. */
  public String path() {
    StringBuilder groups = new StringBuilder(String.format(Locale.ROOT, "%03d", index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
      groups.insert(0, String.format(Locale.ROOT, "x%03d/", rest % GROUP));
    }
    String name = level == ENTRIES ? "entries" : Integer.toString(level);
    return "tile/" + name + "/" + groups + (isFull() ? "" : ".p/" + width);
  }

  /**
   * The tile of a path; nothing where no tile has it, or where it is not the only way to say so.
   */
  public static Optional<Tile> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
    int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
    if (level > MAX_LEVEL || (matcher.group(3) != null && width >= WIDTH)) {
      return Optional.empty();
    }
    long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
    return Optional.of(new Tile(level, index, width)).filter(tile -> tile.path().equals(path));
  }

  /** All tiles of a tree, those of entries too: what a mirror of it fetches. */
  public static List<Tile> all(long treeSize) {
    List<Tile> tiles = new ArrayList<>();
    for (int level = ENTRIES; level <= MAX_LEVEL; level++) {
      long hashes = level < HEIGHT ? treeSize >>> (HEIGHT * Math.max(level, 0)) : 0;
      for (long place = 0; place < hashes; place += WIDTH) {
        tiles.add(in(treeSize, level, place));
      }
    }
    return tiles;
  }
}
