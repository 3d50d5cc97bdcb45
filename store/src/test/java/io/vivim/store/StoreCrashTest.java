package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of a store whose process was killed at any moment. */
class StoreCrashTest {
  private static final int KILLS = Kind.IS_LONG ? 200 : 4;
  private static final int MOST_COMMITS = 150;

  @TempDir Path directory;
  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void whatWasPromisedIsThereAndNothingIsThereInPart(Kind kind) throws Exception {
    long seed = Kind.IS_LONG ? System.nanoTime() : 7;
    Random random = new Random(seed);
    long promised = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (Child child =
          Child.start(scratch, List.of(), CommittingChild.class, kind, directory, 1_000_000)) {
        String first = child.line().orElse("nothing");
        assertThat(first).as("seed %s, kill %s", seed, kill).startsWith("open ");
        assertThat(Long.parseLong(first.substring(5))).isGreaterThan(promised);
        int commits = random.nextInt(MOST_COMMITS);
        for (int i = 0; i < commits; i++) {
          String line = child.line().orElse("nothing");
          assertThat(line).matches("(sync|lazy) \\d+");
          if (line.startsWith("sync")) {
            promised = Long.parseLong(line.substring(5));
          }
        }
        child.kill();
      }
    }
    try (Store store = kind.open(directory)) {
      assertThat(CommittingChild.check(store)).isGreaterThanOrEqualTo(promised);
    }
  }
}
