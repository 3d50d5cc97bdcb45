package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.WitnessDoubts;
import io.vivim.blockbuilder.note.NoteCheck;
import io.vivim.blockbuilder.note.NoteException;
import io.vivim.blockbuilder.note.Policy;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.LogScope;
import io.vivim.store.StoreView;
import java.util.List;
import java.util.Optional;

/**
 * The logs of blocks that are in a store, for those who ask: our own, and as far as their blocks
 * came here those of others. For any thread.
 */
public final class ShownLogs {
  private final StoreView store;
  private final Optional<DidKey> builder;
  private final Optional<Policy> witnesses;
  private final Optional<ToldBlocks> told;
  private final NoteCheck check = new NoteCheck(SignatureVerifier.create());
  private final BlockReader reader;
  private final KnownLogs known;

  /**
   * @param builder whose logs are our own, where there is one
   * @param witnesses how many of which have to have seen the public log, where they are asked
   * @param told how far our own blocks are told of, where that is known
   */
  public ShownLogs(
      StoreView store,
      Optional<DidKey> builder,
      Optional<Policy> witnesses,
      Optional<ToldBlocks> told) {
    this.told = told;
    this.store = store;
    this.builder = builder;
    this.witnesses = witnesses;
    this.reader = new BlockReader(SignatureVerifier.create());
    this.known =
        new KnownLogs(
            store,
            (batch, durability) -> {
              throw new IllegalStateException("whoever shows logs does not write them");
            },
            reader);
  }

  /** Those in a store that no node has open. */
  public static ShownLogs of(StoreView store) {
    return new ShownLogs(store, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The logs that were built here, by whichever builders. */
  public List<LogOrigin> built(int most) {
    return OwnLog.all(store, most);
  }

  /** The public log of the builder here, which is meant where nobody says which. */
  public Optional<LogOrigin> usual() {
    return builder.map(key -> new LogOrigin(key, LogScope.PUBLIC));
  }

  /** The logs of others. */
  public List<LogOrigin> others(int most) {
    return known.origins(most);
  }

  public OwnLog own(LogOrigin origin) {
    return new OwnLog(store, origin);
  }

  /** How many blocks of a log are here. */
  public long blocks(LogOrigin origin) {
    long ours = own(origin).progress().height();
    return ours > 0 ? ours : known.last(origin).map(block -> block.height() + 1).orElse(0L);
  }

  /** How many blocks of a log of ours no event tells of; nothing of another's log. */
  public Optional<Long> untold(LogOrigin origin) {
    return told.filter(any -> builder.filter(origin.builder()::equals).isPresent())
        .map(each -> Math.max(0, own(origin).progress().height() - each.next(origin)));
  }

  public Optional<Block> last(LogOrigin origin) {
    long blocks = blocks(origin);
    return blocks == 0 ? Optional.empty() : block(origin, blocks - 1);
  }

  public Optional<Block> block(LogOrigin origin, long height) {
    return own(origin).block(height).or(() -> known.block(origin, height)).map(reader::readOwn);
  }

  /** The checkpoint of the last block: of a log of ours with the signatures of witnesses. */
  public Optional<SignedNote> checkpoint(LogOrigin origin) {
    return own(origin).checkpoint().or(() -> last(origin).map(Block::note));
  }

  /** Whether enough witnesses have cosigned a checkpoint of ours; nothing where none are asked. */
  public Optional<Boolean> isWitnessed(SignedNote note) {
    return witnesses.map(policy -> isMet(policy, note));
  }

  private boolean isMet(Policy policy, SignedNote note) {
    try {
      return policy.isMetBy(note, check);
    } catch (NoteException e) {
      return false;
    }
  }

  /** What witnesses have cosigned of our own logs that is not in them. */
  public List<WitnessDoubts.Doubt> doubts(int most) {
    return WitnessDoubts.all(store, most);
  }

  /** What proves that builders signed two histories. */
  public List<KnownLogs.Fork> forks(int most) {
    return known.forks(most);
  }
}
