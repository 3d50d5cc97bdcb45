package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Tiles in memory, each level one after another. */
final class TilesInMemory implements TileSource, GrowingTree.Sink {
  private final List<List<Bytes>> levels = new ArrayList<>();

  @Override
  public void add(int level, long place, byte[] hash) {
    while (levels.size() <= level) {
      levels.add(new ArrayList<>());
    }
    if (levels.get(level).size() != place) {
      throw new AssertionError("out of order");
    }
    levels.get(level).add(Bytes.copyOf(hash));
  }

  @Override
  public Bytes read(Tile tile) {
    int from = (int) tile.index() * Tile.WIDTH;
    return Bytes.concat(
        levels.get(tile.level()).subList(from, from + tile.width()).toArray(new Bytes[0]));
  }
}
