package io.vivim.blockbuilder;

import io.vivim.blockbuilder.merkle.GrowingTree;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.blockbuilder.note.Checkpoint;
import io.vivim.blockbuilder.note.NoteSigner;
import io.vivim.blockbuilder.note.SignedNote;
import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Layouts;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of the events of one log, for one thread.
 *
 * <p>A block, its tiles, its checkpoint and how far it came are one commit, which is durable before
 * anybody is given the block. So a crash leaves the log with the block or without it; and without
 * it, nobody has seen a signature of it. Events come in the order of the event log, so that what is
 * built after a crash grows the same tree.
 */
public final class BlockBuilder {
  static final String LAYOUT = "blocks";
  static final int VERSION = 1;

  private final Commits commits;
  private final SigningKey key;
  private final LogOrigin origin;
  private final BlockLimits limits;
  private final LongSupplier nanos;
  private final NoteSigner signer;
  private final LogRows rows;
  private final OwnLog log;
  private final List<Leaf> waiting = new ArrayList<>();
  private long waitingBytes;

  /** When the first of those came, by the ticker; null where none waits. */
  private @Nullable Long since;

  private GrowingTree tree;

  /** The last block's; null before the first. */
  private @Nullable Cid last;

  private Instant lastTime = Instant.EPOCH;

  private OwnLog.Progress progress;

  /** Hashes that the tree gives for tiles, since the last block. */
  private final TileRows tiles;

  /**
   * An event that is to be in the log.
   *
   * @param position in the event log
   * @param bytes that the event comes to
   */
  public record Leaf(long position, EventId event, int bytes) {}

  private BlockBuilder(
      StoreView store,
      Commits commits,
      SigningKey key,
      LogOrigin origin,
      BlockLimits limits,
      LongSupplier nanos) {
    this.commits = commits;
    this.nanos = nanos;
    this.key = key;
    this.origin = origin;
    this.limits = limits;
    this.signer = NoteSigner.ofNotes(origin.text(), key);
    this.rows = LogRows.of(origin);
    this.log = new OwnLog(store, origin);
    this.progress = log.progress();
    this.tiles = new TileRows(rows, store);
    this.tree = GrowingTree.of(log, progress.size(), tiles);
    readLast();
  }

  /** Sees to it that a store can have logs; before anybody else commits to it. */
  public static void prepare(Store store) {
    Layouts.open(store, LAYOUT, VERSION, List.of());
  }

  /** Goes on with a log, or begins it, in a store that nobody else commits to. */
  static BlockBuilder open(Store store, SigningKey key, LogOrigin origin, BlockLimits limits) {
    prepare(store);
    return open(store, store, key, origin, limits, System::nanoTime);
  }

  /**
   * Goes on with a log, or begins it, in a store that was {@linkplain #prepare prepared}.
   *
   * @param key of the builder whose log it is
   * @param nanos by which events wait, whatever becomes of the clock
   */
  static BlockBuilder open(
      StoreView store,
      Commits commits,
      SigningKey key,
      LogOrigin origin,
      BlockLimits limits,
      LongSupplier nanos) {
    if (!origin.builder().equals(key.did())) {
      throw new IllegalArgumentException("the log is another one's: " + origin);
    }
    return new BlockBuilder(store, commits, key, origin, limits, nanos);
  }

  private void readLast() {
    if (progress.height() > 0) {
      Bytes block = log.block(progress.height() - 1).orElseThrow();
      last = Cid.ofDagCbor(block);
      lastTime = BlockReader.timeOfOwn(block);
    }
  }

  /** The log, for those who read. */
  public OwnLog log() {
    return log;
  }

  /** The position of the first event that waits. */
  Optional<Long> firstWaiting() {
    return waiting.stream().findFirst().map(Leaf::position);
  }

  /** The position of the event log behind which events are still to come. */
  public long position() {
    return waiting.isEmpty() ? progress.position() : waiting.get(waiting.size() - 1).position();
  }

  /**
   * Takes an event, the next one of the log in the order of positions.
   *
   * @return whether it is time for a block
   */
  public boolean add(Leaf leaf, Instant now) {
    if (leaf.position() <= position()) {
      throw new IllegalArgumentException("not the next one: " + leaf);
    }
    if (since == null) {
      since = nanos.getAsLong();
    }
    waiting.add(leaf);
    waitingBytes += leaf.bytes();
    return isDue(now);
  }

  /** Whether it is time for a block. */
  public boolean isDue(Instant now) {
    return !waiting.isEmpty()
        && !isBehind(now, lastTime)
        && (waiting.size() >= limits.leaves() || waitingBytes >= limits.bytes() || isOld());
  }

  private boolean isOld() {
    return dueIn().filter(Duration.ZERO::equals).isPresent();
  }

  /** How long until a block is due at the latest; nothing where no event waits. */
  public Optional<Duration> dueIn() {
    return Optional.ofNullable(since)
        .map(begin -> limits.age().minusNanos(nanos.getAsLong() - begin))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether a clock is so far behind a block that its time would be a wrong one of the next. */
  static boolean isBehind(Instant now, Instant lastTime) {
    return now.isBefore(lastTime.minus(BlockChain.MAX_CLOCK_DRIFT));
  }

  /**
   * Makes a block of what waits, and returns it once it is durable. Where the store fails, the
   * builder is of no use any more, and the log as it was or with the block.
   *
   * @return nothing where no event waits, or the clock is too far behind the last block
   */
  public Optional<Block> build(Instant now) {
    return build(now, batch -> {});
  }

  /**
   * Likewise.
   *
   * @param more adds to the commit
   */
  Optional<Block> build(Instant now, Consumer<Batch> more) {
    if (waiting.isEmpty() || isBehind(now, lastTime)) {
      return Optional.empty();
    }
    Batch batch = Batch.named("block");
    for (Leaf leaf : waiting) {
      batch.put(rows.leaf(leaf.event()), Bytes.owning(LogRows.number(tree.size())));
      tiles.addEntry(tree.size(), leaf.event());
      tree.append(LogOrigin.entry(leaf.event()));
    }
    tiles.write(batch);
    Block block = sign(tree.head(), now);
    OwnLog.Progress next = new OwnLog.Progress(tree.size(), position(), progress.height() + 1);
    batch.put(rows.block(block.height()), block.bytes());
    batch.put(rows.checkpoint(block.height()), block.note().encode());
    batch.put(rows.progress(), next.encode());
    more.accept(batch);
    commits.commit(batch, Durability.SYNC);
    progress = next;
    last = block.cid();
    lastTime = block.content().time();
    waiting.clear();
    waitingBytes = 0;
    since = null;
    return Optional.of(block);
  }

  private Block sign(TreeHead head, Instant now) {
    // A clock that was set back a little must not make a block older than the one before it.
    Instant time = now.isBefore(lastTime) ? lastTime : now;
    String text = new Checkpoint(origin.text(), head).text();
    SignedNote note = new SignedNote(text, List.of(signer.sign(text, time)));
    Block.Content content =
        new Block.Content(
            origin,
            progress.height(),
            last,
            progress.size(),
            head,
            Instant.ofEpochMilli(time.toEpochMilli()));
    return Block.sign(key, content, note);
  }
}
