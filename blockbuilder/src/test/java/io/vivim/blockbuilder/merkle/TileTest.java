package io.vivim.blockbuilder.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of tiles, with the numbers of the specification's own examples. */
final class TileTest {
  @Test
  void namesAreThoseOfTheSpecification() {
    assertThat(new Tile(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new Tile(Tile.ENTRIES, 5, 8).path()).isEqualTo("tile/entries/005.p/8");
    assertThat(new Tile(2, 0, 1).path()).isEqualTo("tile/2/000.p/1");
  }

  @Test
  void aTreeOf70000HasTheTilesThatTheSpecificationCounts() {
    List<Tile> tiles = Tile.all(70_000);
    assertThat(tiles).filteredOn(tile -> tile.level() == 0 && tile.isFull()).hasSize(273);
    assertThat(tiles)
        .filteredOn(tile -> !tile.isFull() && tile.level() >= 0)
        .containsExactlyInAnyOrder(new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1));
    assertThat(tiles).filteredOn(tile -> tile.level() == 1 && tile.isFull()).hasSize(1);
    assertThat(tiles).filteredOn(tile -> tile.level() == Tile.ENTRIES).hasSize(274);
  }

  @Test
  void aTreeOf256HasAFullTileAndOneOfOneHash() {
    assertThat(Tile.all(256))
        .containsExactly(new Tile(Tile.ENTRIES, 0, 256), new Tile(0, 0, 256), new Tile(1, 0, 1));
    assertThat(Tile.all(0)).isEmpty();
  }

  @Test
  void aNameIsReadAsItIsWritten() {
    for (long index : new long[] {0, 1, 999, 1000, 1_000_000, 123_456_789_012L}) {
      for (int width : new int[] {1, 9, 255, 256}) {
        for (int level : new int[] {Tile.ENTRIES, 0, 7, 63}) {
          Tile tile = new Tile(level, index, width);
          assertThat(Tile.parse(tile.path())).contains(tile);
        }
      }
    }
  }

  @Test
  void namesAreTheSameWhateverDigitsTheMachineWrites() {
    Locale had = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new Tile(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    } finally {
      Locale.setDefault(had);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/0/0001",
        "tile/0/x000/001",
        "tile/0/001/x001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/08",
        "tile/0/001.p/",
        "tile/0/-01",
        "tile/entry/001",
        "tile/0/../001",
        "/tile/0/001",
        "tile/0/001/",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "checkpoint"
      })
  void whatIsNotTheNameOfATileIsNone(String path) {
    assertThat(Tile.parse(path)).isEmpty();
  }
}
