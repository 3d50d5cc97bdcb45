package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.codec.Cid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of another builder's log: the last of its blocks that was proven to go on from all
 * before it. Pure: a block more gives another chain, or says why not.
 *
 * @param last empty where no block is known
 */
public record BlockChain(LogOrigin origin, Optional<Block> last) {
  /** How far a builder's clock may be ahead of ours. */
  public static final Duration MAX_CLOCK_DRIFT = Duration.ofMinutes(5);

  /** What a block comes to for whoever follows a log. */
  public sealed interface Outcome {
    /** It is the next one. */
    record Next(BlockChain chain) implements Outcome {}

    /** It is the last one, again. */
    record Known() implements Outcome {}

    /** It says nothing that could be relied on, and proves nothing against its builder. */
    record Refused(BlockReason reason) implements Outcome {}

    /** Its builder has signed two histories: both prove it to anybody. */
    record Forked(Block one, Block other) implements Outcome {}
  }

  /** A log of which nothing is known. */
  public static BlockChain unknown(LogOrigin origin) {
    return new BlockChain(origin, Optional.empty());
  }

  /** The tree of the last block. */
  public TreeHead head() {
    return last.map(block -> block.content().head()).orElse(TreeHead.EMPTY);
  }

  /**
   * One block more.
   *
   * @param next a block that was {@linkplain BlockReader read}
   * @param proof that its tree goes on from that of the block before it
   */
  public Outcome with(Block next, ConsistencyProof proof, Instant now) {
    return with(next, proof.connects(head(), next.content().head()), now);
  }

  /**
   * One block more, for whoever has all leaves before it.
   *
   * @param own the tree that they make
   */
  public Outcome recomputed(Block next, TreeHead own, Instant now) {
    return with(next, own.equals(next.content().head()), now);
  }

  private Outcome with(Block next, boolean isConsistent, Instant now) {
    Block.Content content = next.content();
    if (!content.origin().equals(origin)) {
      return new Outcome.Refused(BlockReason.OTHER_LOG);
    }
    if (last.filter(next::equals).isPresent()) {
      return new Outcome.Known();
    }
    if (last.filter(known -> contradicts(known, next)).isPresent()) {
      return new Outcome.Forked(last.get(), next);
    }
    Optional<BlockReason> fault = fault(content, isConsistent, now);
    return fault
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(() -> new Outcome.Next(new BlockChain(origin, Optional.of(next))));
  }

  /** Whether no honest builder would have signed both. */
  public static boolean contradicts(Block one, Block other) {
    Block.Content first = one.content();
    Block.Content second = other.content();
    if (!first.origin().equals(second.origin()) || one.equals(other)) {
      return false;
    }
    int byHeight = Long.compare(first.height(), second.height());
    int bySize = Long.compare(first.head().size(), second.head().size());
    if (byHeight == 0 || byHeight != bySize) {
      return true;
    }
    Block lower = byHeight < 0 ? one : other;
    Block upper = byHeight < 0 ? other : one;
    boolean areNeighbours = upper.height() == lower.height() + 1;
    return areNeighbours
        && (!upper.prev().equals(Optional.of(lower.cid()))
            || upper.content().first() != lower.content().head().size());
  }

  private Optional<BlockReason> fault(Block.Content content, boolean isConsistent, Instant now) {
    long height = last.map(block -> block.height() + 1).orElse(0L);
    if (content.height() != height) {
      return Optional.of(content.height() > height ? BlockReason.GAP : BlockReason.OLD);
    }
    Optional<Cid> before = last.map(Block::cid);
    if (!Optional.ofNullable(content.prev()).equals(before)) {
      return Optional.of(BlockReason.BROKEN_LINK);
    }
    if (content.first() != head().size()) {
      return Optional.of(BlockReason.WRONG_SPAN);
    }
    if (last.filter(block -> content.time().isBefore(block.content().time())).isPresent()) {
      return Optional.of(BlockReason.TIME_GOES_BACK);
    }
    if (!isConsistent) {
      return Optional.of(BlockReason.NOT_CONSISTENT);
    }
    // Last, so that a block of which this is said is one that time alone makes good.
    return content.time().isAfter(now.plus(MAX_CLOCK_DRIFT))
        ? Optional.of(BlockReason.TIME_AHEAD)
        : Optional.empty();
  }
}
