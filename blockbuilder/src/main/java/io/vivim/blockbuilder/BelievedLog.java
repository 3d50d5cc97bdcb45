package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import java.time.Instant;
import java.util.Optional;

/**
 * A log as a light client knows it: the last block that it believed, and nothing before it. Pure:
 * what comes next gives another one, or says why it is not believed. Unlike a {@link BlockChain} it
 * may leave blocks out, since the tree proves that nothing before was changed.
 *
 * @param policy which witnesses have to have seen a block
 * @param last empty where nothing was believed yet; the first block is taken as it comes
 */
public record BelievedLog(LogOrigin origin, Policy policy, Optional<Block> last) {
  /** What a block comes to for a light client. */
  public sealed interface Outcome {
    /** It goes on from the last one. */
    record Believed(BelievedLog log) implements Outcome {}

    /** It is the last one, again. */
    record Known() implements Outcome {}

    /** It is not believed, and proves nothing against its builder. */
    record Refused(BlockReason reason) implements Outcome {}

    /** Its builder has signed two histories: both prove it to anybody. */
    record Forked(Block one, Block other) implements Outcome {}
  }

  /** A log of which nothing is known. */
  public static BelievedLog unknown(LogOrigin origin, Policy policy) {
    return new BelievedLog(origin, policy, Optional.empty());
  }

  /** The tree of the last block. */
  public TreeHead head() {
    return last.map(block -> block.content().head()).orElse(TreeHead.EMPTY);
  }

  /**
   * A later block.
   *
   * @param next a block that was {@linkplain BlockReader read}
   * @param witnessed its checkpoint, with the signatures of witnesses
   * @param proof that its tree goes on from that of the last one
   */
  public Outcome with(
      Block next, SignedNote witnessed, ConsistencyProof proof, NoteCheck check, Instant now) {
    Block.Content content = next.content();
    if (!content.origin().equals(origin)) {
      return new Outcome.Refused(BlockReason.OTHER_LOG);
    }
    if (last.filter(next::equals).isPresent()) {
      return new Outcome.Known();
    }
    if (last.filter(known -> BlockChain.contradicts(known, next)).isPresent()) {
      return new Outcome.Forked(last.get(), next);
    }
    if (content.head().size() < head().size()) {
      return new Outcome.Refused(BlockReason.OLD);
    }
    return timeFault(content, now)
        .or(() -> witnessFault(content, witnessed, check))
        .or(
            () ->
                proof.connects(head(), content.head())
                    ? Optional.empty()
                    : Optional.of(BlockReason.NOT_CONSISTENT))
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> new Outcome.Believed(new BelievedLog(origin, policy, Optional.of(next))));
  }

  private Optional<BlockReason> timeFault(Block.Content content, Instant now) {
    if (last.filter(known -> content.time().isBefore(known.content().time())).isPresent()) {
      return Optional.of(BlockReason.TIME_GOES_BACK);
    }
    return content.time().isAfter(now.plus(BlockChain.MAX_CLOCK_DRIFT))
        ? Optional.of(BlockReason.TIME_AHEAD)
        : Optional.empty();
  }

  private Optional<BlockReason> witnessFault(
      Block.Content content, SignedNote witnessed, NoteCheck check) {
    try {
      Checkpoint seen = Checkpoint.open(witnessed, origin.key(), check);
      if (!seen.equals(content.checkpoint())) {
        return Optional.of(BlockReason.BAD_CHECKPOINT);
      }
      return WitnessClocks.fault(
          content.time(), check.signers(witnessed, policy.witnessKeys()), policy.quorum());
    } catch (NoteException e) {
      return Optional.of(BlockReason.BAD_CHECKPOINT);
    }
  }
}
