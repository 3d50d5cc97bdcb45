package io.vivim.node.blocks;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.did.SigningKey;
import java.util.Optional;

/**
 * How a node builds.
 *
 * @param key of the builder
 * @param limits by which blocks are made
 * @param witnesses that are asked to cosign the public log, and how many of them are enough
 * @param anchors of the public log
 */
public record Building(
    SigningKey key, BlockLimits limits, Optional<Policy> witnesses, AnchorPlan anchors) {
  /** Without anchors. */
  public Building(SigningKey key, BlockLimits limits, Optional<Policy> witnesses) {
    this(key, limits, witnesses, AnchorPlan.NONE);
  }
}
