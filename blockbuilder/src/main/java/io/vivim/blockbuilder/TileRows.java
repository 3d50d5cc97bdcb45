package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.GrowingTree;
import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.StoreView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of tiles to which something was added since they were written last. */
final class TileRows implements GrowingTree.Sink {
  private final LogRows rows;
  private final StoreView store;

  /** The last tile of each level, and under {@link Tile#ENTRIES} the last bundle. */
  private final Map<Integer, Growing> last = new LinkedHashMap<>();

  /** Full ones, by their keys. */
  private final Map<Bytes, Bytes> full = new LinkedHashMap<>();

  /** A row of up to 256 times 32 bytes. */
  private static final class Growing {
    final long index;
    final byte[] bytes = new byte[Tile.WIDTH * TreeHasher.HASH_BYTES];
    int size;

    Growing(long index, Bytes before) {
      this.index = index;
      this.size = before.size();
      System.arraycopy(before.toArray(), 0, bytes, 0, before.size());
    }
  }

  TileRows(LogRows rows, StoreView store) {
    this.rows = rows;
    this.store = store;
  }

  @Override
  public void add(int level, long place, byte[] hash) {
    append(level, place, hash);
  }

  void addEntry(long place, EventId event) {
    append(Tile.ENTRIES, place, event.digest().toArray());
  }

  private void append(int level, long place, byte[] bytes) {
    Growing tile = last.get(level);
    if (tile == null) {
      long index = place / Tile.WIDTH;
      Bytes before = store.get(key(level, index)).orElse(Bytes.EMPTY);
      tile = new Growing(index, before);
      last.put(level, tile);
    }
    int at = (int) (place % Tile.WIDTH) * TreeHasher.HASH_BYTES;
    System.arraycopy(bytes, 0, tile.bytes, at, bytes.length);
    tile.size = at + bytes.length;
    if (tile.size == tile.bytes.length) {
      full.put(key(level, tile.index), Bytes.owning(tile.bytes));
      last.remove(level);
    }
  }

  private Bytes key(int level, long index) {
    return level == Tile.ENTRIES ? rows.bundle(index) : rows.tile(level, index);
  }

  /** Writes all to which something was added. */
  void write(Batch batch) {
    full.forEach(batch::put);
    full.clear();
    last.forEach(
        (level, tile) ->
            batch.put(key(level, tile.index), Bytes.owning(Arrays.copyOf(tile.bytes, tile.size))));
  }
}
