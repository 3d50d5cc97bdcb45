package io.vivim.node.blocks;

import io.vivim.anchors.Anchor;
import java.time.Duration;
import java.util.List;

/**
 * Which anchors checkpoints go to.
 *
 * @param every how long each is left alone between two
 */
public record AnchorPlan(List<Anchor> anchors, Duration every) {
  /** None. */
  public static final AnchorPlan NONE = new AnchorPlan(List.of(), Duration.ZERO);

  public AnchorPlan {
    anchors = List.copyOf(anchors);
  }
}
