package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The logs of other builders as far as their blocks came here, each block proven to go on from the
 * one before it; and what proves against any builder, ourselves included, that it signed two
 * histories. One thread takes blocks; any may read.
 */
public final class KnownLogs {
  /** Logs that are remembered to have nothing that waits in vain. */
  private static final int MAX_SETTLED = 1024;

  private final StoreView store;
  private final Commits commits;
  private final BlockReader reader;
  private final KeptForks forks;
  private final AheadBlocks ahead;

  /** Logs that were settled since the start; what it left undone a crash says of none. */
  private final Set<LogOrigin> settled = new LinkedHashSet<>();

  /** Two blocks of one log that no honest builder would have signed both. */
  public record Fork(Block one, Block other) {}

  /**
   * What whoever runs a node should know at once.
   *
   * @param isKept whether the two blocks are; if not, others of their log are that prove as much
   */
  public record Alarm(Fork fork, boolean isKept) {}

  /**
   * The logs in a store that was {@linkplain BlockBuilder#prepare prepared}.
   *
   * @param commits where they are written
   */
  public KnownLogs(StoreView store, Commits commits, BlockReader reader) {
    this(store, commits, reader, alarm -> {});
  }

  /**
   * Likewise.
   *
   * @param alarms is told of each fork, once what proves it is durable; by who takes blocks
   */
  public KnownLogs(StoreView store, Commits commits, BlockReader reader, Consumer<Alarm> alarms) {
    this(store, commits, reader, alarms, block -> {});
  }

  /**
   * Likewise.
   *
   * @param forgotten is told of a block that came so far ahead, among so many, that it is not kept;
   *     of the first one of a log
   */
  public KnownLogs(
      StoreView store,
      Commits commits,
      BlockReader reader,
      Consumer<Alarm> alarms,
      Consumer<Block> forgotten) {
    this.store = store;
    this.commits = commits;
    this.reader = reader;
    this.forks = new KeptForks(store, commits, reader, alarms);
    this.ahead = new AheadBlocks(store, commits, forgotten);
  }

  /**
   * Does what a crash may have left undone: tells of forks that were kept and not told of, and
   * judges our own last blocks; before blocks are taken.
   */
  public void recover(Instant now) {
    forks.tellUntold();
    for (LogOrigin origin : OwnLog.all(store, Integer.MAX_VALUE)) {
      OwnLog own = new OwnLog(store, origin);
      own.block(own.progress().height() - 1)
          .map(reader::readOwn)
          .ifPresent(block -> built(block, now));
    }
  }

  /** The position of the event log behind which events are still to be looked at. */
  public long position() {
    return store.get(LogRows.looked()).map(row -> row.longAt(0)).orElse(0L);
  }

  /** All events up to a position were looked at. */
  public void passed(long position) {
    Batch batch = Batch.named("blocks-looked");
    batch.put(LogRows.looked(), Bytes.owning(LogRows.number(position)));
    commits.commit(batch, Durability.LAZY);
  }

  /**
   * Takes a block that somebody tells of. One that is ahead is kept until it can be judged.
   *
   * @throws BlockException where its builder has not signed it
   */
  public BlockChain.Outcome take(CheckpointBody body, Instant now) throws BlockException {
    return take(body, Optional.empty(), now);
  }

  /**
   * Likewise.
   *
   * @param teller who tells of it; the proof is better where that is its builder
   */
  public BlockChain.Outcome take(CheckpointBody body, DidKey teller, Instant now)
      throws BlockException {
    return take(body, Optional.of(teller), now);
  }

  private BlockChain.Outcome take(CheckpointBody body, Optional<DidKey> teller, Instant now)
      throws BlockException {
    Block block = reader.read(body.block());
    LogOrigin origin = block.content().origin();
    // What waits, or is in the chain, was compared then; anybody may tell of it again and again.
    boolean isHere = block(origin, block.height()).filter(block.bytes()::equals).isPresent();
    if (!isHere && !ahead.has(block)) {
      ahead.of(origin).stream()
          .map(AheadBlocks.Ahead::block)
          .filter(other -> BlockChain.contradicts(other, block))
          .findFirst()
          .ifPresent(other -> forks.keep(new Fork(other, block)));
    }
    BlockChain.Outcome outcome = judge(block, body, now);
    if (isAhead(outcome)) {
      ahead.keep(block, body, teller.filter(origin.builder()::equals).isPresent());
      wakeIfAheadOfClock(block, outcome);
    }
    if (outcome instanceof BlockChain.Outcome.Next || !settled.contains(origin)) {
      settle(origin, now);
    }
    return outcome;
  }

  /** Whether it is nothing but too early to say. */
  private static boolean isAhead(BlockChain.Outcome outcome) {
    return outcome instanceof BlockChain.Outcome.Refused refused
        && (refused.reason() == BlockReason.GAP || refused.reason() == BlockReason.TIME_AHEAD);
  }

  private BlockChain.Outcome judge(Block block, CheckpointBody body, Instant now) {
    LogOrigin origin = block.content().origin();
    if (new OwnLog(store, origin).block(block.height()).filter(block.bytes()::equals).isPresent()) {
      return new BlockChain.Outcome.Known();
    }
    Optional<Block> rival = rival(block);
    if (rival.isPresent()) {
      forks.keep(new Fork(rival.get(), block));
      return new BlockChain.Outcome.Forked(rival.get(), block);
    }
    BlockChain chain = new BlockChain(origin, lastBytes(origin).map(BlockReader::kept));
    ConsistencyProof proof =
        new ConsistencyProof(chain.head().size(), block.content().head().size(), body.proof());
    BlockChain.Outcome outcome = chain.with(block, proof, now);
    if (outcome instanceof BlockChain.Outcome.Next) {
      LogRows rows = LogRows.of(origin);
      Batch batch = Batch.named("known-block");
      batch.put(rows.known(), knownRow(block));
      batch.put(rows.knownBlock(block.height()), block.bytes());
      commits.commit(batch, Durability.SYNC);
    }
    return outcome;
  }

  /** Judges what waits of a log, from below, since each that is taken makes way for the next. */
  private void settle(LogOrigin origin, Instant now) {
    for (AheadBlocks.Ahead each : ahead.of(origin)) {
      BlockChain.Outcome outcome = judge(each.block(), each.body(), now);
      if (!isAhead(outcome)) {
        ahead.drop(each);
      } else {
        wakeIfAheadOfClock(each.block(), outcome);
      }
    }
    settled.add(origin);
    if (settled.size() > MAX_SETTLED) {
      settled.remove(settled.iterator().next());
    }
  }

  private void wakeIfAheadOfClock(Block block, BlockChain.Outcome outcome) {
    if (((BlockChain.Outcome.Refused) outcome).reason() == BlockReason.TIME_AHEAD) {
      Block.Content content = block.content();
      ahead.wake(content.origin(), content.time().minus(BlockChain.MAX_CLOCK_DRIFT));
    }
  }

  /** Takes the blocks that are no longer ahead of our clock. */
  public void due(Instant now) {
    AheadBlocks.Due due = ahead.due(now);
    due.origins().forEach(origin -> settle(origin, now));
    // Not before, so that a crash in between leaves nothing unjudged.
    ahead.lookedAt(due);
  }

  /**
   * We made a block ourselves, which is durable: what came before it by our key is judged, which
   * somebody else then has.
   */
  public void built(Block block, Instant now) {
    LogOrigin origin = block.content().origin();
    Stream.concat(
            near(block.height()).flatMap(height -> block(origin, height).stream()),
            lastBytes(origin).stream())
        .map(BlockReader::kept)
        .filter(other -> BlockChain.contradicts(block, other))
        .findFirst()
        .ifPresent(other -> forks.keep(new Fork(block, other)));
    settle(origin, now);
  }

  /** The heights at which a block can be that contradicts one of this height by itself. */
  private static Stream<Long> near(long height) {
    return Stream.of(height - 1, height, height + 1).filter(each -> each >= 0);
  }

  private static Bytes knownRow(Block block) {
    return Bytes.concat(
        Bytes.owning(LogRows.number(block.height())), Bytes.utf8(block.content().origin().text()));
  }

  /** A block here, our own ones included, that contradicts this one. */
  private Optional<Block> rival(Block block) {
    LogOrigin origin = block.content().origin();
    long height = block.height();
    OwnLog own = new OwnLog(store, origin);
    long ownLast = own.progress().height() - 1;
    return Stream.concat(
            near(height)
                .flatMap(
                    each -> Stream.concat(block(origin, each).stream(), own.block(each).stream())),
            Stream.concat(
                lastBytes(origin).stream(),
                ownLast < 0 ? Stream.empty() : own.block(ownLast).stream()))
        .map(BlockReader::kept)
        .filter(known -> BlockChain.contradicts(known, block))
        .findFirst();
  }

  /** The logs of which there are blocks here, in no order that means anything. */
  public List<LogOrigin> origins(int most) {
    Set<LogOrigin> found = new LinkedHashSet<>();
    try (Scan scan = store.scan(LogRows.allKnown())) {
      while (found.size() < most && scan.next()) {
        LogOrigin.parse(text(scan.value().from(Long.BYTES))).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }

  /** The last block of a log that was proven to go on from all before it. */
  public Optional<Block> last(LogOrigin origin) {
    return lastBytes(origin).map(reader::readOwn);
  }

  private Optional<Bytes> lastBytes(LogOrigin origin) {
    return store.get(LogRows.of(origin).known()).flatMap(row -> block(origin, row.longAt(0)));
  }

  /** A block's bytes. */
  public Optional<Bytes> block(LogOrigin origin, long height) {
    return store.get(LogRows.of(origin).knownBlock(height));
  }

  /** What proves that builders signed two histories. */
  public List<Fork> forks(int most) {
    return forks.all(most);
  }
}
