package io.vivim.node.blocks;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.did.SigningKey;
import java.util.Optional;

/**
 * How a node builds.
 *
 * @param key of the builder
 * @param home of that key; none of one that lives no longer than the store
 * @param limits by which blocks are made
 * @param witnesses that are asked to cosign the public log, and how many of them are enough
 * @param anchors of the public log
 */
public record Building(
    SigningKey key,
    Optional<KeyHome> home,
    BlockLimits limits,
    Optional<Policy> witnesses,
    AnchorPlan anchors) {
  /** Without anchors, by a key that is kept nowhere. */
  public Building(SigningKey key, BlockLimits limits, Optional<Policy> witnesses) {
    this(key, limits, witnesses, AnchorPlan.NONE);
  }

  /** By a key that is kept nowhere. */
  public Building(
      SigningKey key, BlockLimits limits, Optional<Policy> witnesses, AnchorPlan anchors) {
    this(key, Optional.empty(), limits, witnesses, anchors);
  }
}
