package io.vivim.blockbuilder.merkle;

import io.vivim.codec.Bytes;

/** Where tiles of hashes are read. */
@FunctionalInterface
public interface TileSource {
  /**
   * The hashes of a tile.
   *
   * @return as many as the tile is wide, or more
   */
  Bytes read(Tile tile);
}
