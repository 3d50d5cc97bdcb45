package io.vivim.node.blocks;

import io.vivim.anchors.Anchoring;
import io.vivim.anchors.Anchors;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The anchorings that are in a store, for those who ask. For any thread. */
public final class ShownAnchors {
  private final Anchors anchors;

  public ShownAnchors(StoreView store, RandomGenerator random) {
    this.anchors =
        Anchors.open(
            store,
            (batch, durability) -> {
              throw new IllegalStateException("whoever shows anchorings does not write them");
            },
            List.of(),
            Duration.ZERO,
            InstantSource.system(),
            random);
  }

  /**
   * Anchorings in the order in which they began.
   *
   * @param from the lowest number
   * @param most so many
   */
  public List<Anchoring> page(long from, int most) {
    return anchors.page(from, most);
  }
}
