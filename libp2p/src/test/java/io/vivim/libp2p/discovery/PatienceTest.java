package io.vivim.libp2p.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PatienceTest {
  private static final DiscoverySettings SETTINGS =
      new DiscoverySettings(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(20));

  @Test
  void eachWaitIsTwiceAsLongLessUpToAHalf() {
    Patience patience = new Patience(SETTINGS, new SplittableRandom(1));
    for (int round = 0; round < 2; round++) {
      for (long full : new long[] {1, 2, 4, 8, 16, 20, 20, 20}) {
        assertThat(patience.next())
            .isBetween(Duration.ofMillis(full * 500), Duration.ofSeconds(full));
      }
      patience.reset();
    }
  }
}
