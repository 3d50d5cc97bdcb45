package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vivim.blockbuilder.merkle.Tile;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes reading the names of tiles, and the origins of logs. */
class LogPathFuzz {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "tile/0/x001/x234/067.p/12",
            "tile/entries/000",
            "vivim/z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S/public")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrIsWhatIsWritten(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Tile.parse(text).ifPresent(tile -> assertThat(tile.path()).isEqualTo(text));
    LogOrigin.parse(text).ifPresent(origin -> assertThat(origin.text()).isEqualTo(text));
  }
}
