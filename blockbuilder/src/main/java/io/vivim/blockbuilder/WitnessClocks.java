package io.vivim.blockbuilder;

import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.VerifierKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clocks of witnesses, by which a block's own time is judged: a checkpoint has none, so that a
 * witness cannot refuse a wrong one, but each cosignature (C2SP tlog-cosignature) says when its
 * witness made it.
 */
final class WitnessClocks {
  /**
   * How long after a block's time a witness may sign it and still vouch for that time: long enough
   * for a builder, or a witness, that was out of reach for a night.
   */
  static final Duration MAX_WITNESS_DELAY = Duration.ofHours(24);

  private WitnessClocks() {}

  /**
   * Why a block's time is not believed; nothing where it is.
   *
   * @param time that the block gives itself
   * @param cosigners of its checkpoint, each with when it signed
   */
  static Optional<BlockReason> fault(
      Instant time, Map<VerifierKey, Optional<Instant>> cosigners, Policy.Quorum quorum) {
    if (!quorum.isMetBy(cosigners.keySet())) {
      return Optional.of(BlockReason.NOT_WITNESSED);
    }
    Set<VerifierKey> notBefore = new HashSet<>();
    Set<VerifierKey> inTime = new HashSet<>();
    for (Map.Entry<VerifierKey, Optional<Instant>> each : cosigners.entrySet()) {
      Instant seen = each.getValue().orElse(time);
      // Nobody sees a block before it is made.
      if (!time.isAfter(seen.plus(BlockChain.MAX_CLOCK_DRIFT))) {
        notBefore.add(each.getKey());
        if (!time.isBefore(seen.minus(MAX_WITNESS_DELAY))) {
          inTime.add(each.getKey());
        }
      }
    }
    // One whose clock is wrong, or that came late, must not spoil what those say who are enough.
    if (!quorum.isMetBy(notBefore)) {
      return Optional.of(BlockReason.TIME_AHEAD);
    }
    return quorum.isMetBy(inTime) ? Optional.empty() : Optional.of(BlockReason.TIME_BEHIND);
  }
}
