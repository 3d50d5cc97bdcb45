package io.vivim.blockbuilder;

import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All logs of one builder, for one thread: the public one, and one of each circle, begun when the
 * first event of the circle comes. It is given every event of the event log in order, and knows
 * which of them become leaves, and where to go on after a crash.
 */
public final class BuiltLogs {
  /** Logs that are at hand at once; the one that was idle for longest is let go. */
  static final int MAX_OPEN_LOGS = 64;

  /** Positions that may have to be looked at again after a crash, where none became a leaf. */
  private static final int MAX_UNNOTED = 65_536;

  private final StoreView store;
  private final Commits commits;
  private final SigningKey key;
  private final BlockLimits limits;
  private final LongSupplier nanos;

  /** The time of the newest block of any of the logs. */
  private Instant newest;

  /** The one that was used last comes last. */
  private final Map<LogScope, BlockBuilder> open = new LinkedHashMap<>(16, 0.75f, true);

  private long position;

  /** The position that the store knows. */
  private long noted;

  /**
   * An event as the event log has it.
   *
   * @param position in the event log
   * @param bytes that it comes to
   */
  public record Taken(long position, EventId event, EventType type, LogScope scope, int bytes) {}

  /**
   * The logs in a store that was {@linkplain BlockBuilder#prepare prepared}.
   *
   * @param commits where they are written
   * @param key of the builder
   */
  public BuiltLogs(StoreView store, Commits commits, SigningKey key, BlockLimits limits) {
    this(store, commits, key, limits, System::nanoTime);
  }

  /**
   * Likewise.
   *
   * @param nanos by which events wait for their block
   */
  public BuiltLogs(
      StoreView store, Commits commits, SigningKey key, BlockLimits limits, LongSupplier nanos) {
    this.nanos = nanos;
    this.newest = newest(store, key);
    this.store = store;
    this.commits = commits;
    this.key = key;
    this.limits = limits;
    this.position = store.get(LogRows.passed(key.did())).map(row -> row.longAt(0)).orElse(0L);
    this.noted = position;
  }

  private static Instant newest(StoreView store, SigningKey key) {
    return OwnLog.all(store, Integer.MAX_VALUE).stream()
        .filter(origin -> origin.builder().equals(key.did()))
        .map(origin -> new OwnLog(store, origin))
        .flatMap(log -> log.block(log.progress().height() - 1).stream())
        .map(BlockReader::timeOfOwn)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /**
   * The time of the newest block where a clock is more than {@link BlockChain#MAX_CLOCK_DRIFT}
   * behind it: either the clock is wrong or the block's time was, and no block is made.
   */
  public Optional<Instant> behind(Instant now) {
    return Optional.of(newest).filter(last -> last.isAfter(now.plus(BlockChain.MAX_CLOCK_DRIFT)));
  }

  /** The position of the event log behind which events are still to come. */
  public long position() {
    return position;
  }

  /**
   * Takes the next event; not while the clock is {@linkplain #behind behind}.
   *
   * @return the blocks that were due by it, which are durable
   */
  public List<Block> add(Taken taken, Instant now) {
    if (taken.position() != position + 1) {
      throw new IllegalArgumentException("not the one behind " + position + ": " + taken);
    }
    if (behind(now).isPresent()) {
      throw new IllegalStateException("the clock is behind the last block: " + now);
    }
    List<Block> built = new ArrayList<>();
    boolean isLeaf = !taken.scope().isOwned() && LogOrigin.takes(taken.type());
    Optional<BlockBuilder> log =
        isLeaf ? Optional.of(builder(taken.scope(), now, built)) : Optional.empty();
    // Not before: making room for a log notes how far all is in blocks, and this one is in none.
    position++;
    // After a crash events come again that are in blocks of their log already.
    if (log.isPresent() && taken.position() > log.get().position()) {
      BlockBuilder.Leaf leaf =
          new BlockBuilder.Leaf(taken.position(), taken.event(), taken.bytes());
      if (log.get().add(leaf, now)) {
        build(log.get(), now).ifPresent(built::add);
      }
    }
    if (position - noted >= MAX_UNNOTED) {
      Batch batch = Batch.named("blocks-passed");
      note(batch, Long.MAX_VALUE);
      commits.commit(batch, Durability.LAZY);
    }
    return built;
  }

  private BlockBuilder builder(LogScope scope, Instant now, List<Block> built) {
    BlockBuilder known = open.get(scope);
    if (known != null) {
      return known;
    }
    if (open.size() >= MAX_OPEN_LOGS) {
      Map.Entry<LogScope, BlockBuilder> idle = open.entrySet().iterator().next();
      build(idle.getValue(), now).ifPresent(built::add);
      open.remove(idle.getKey());
    }
    LogOrigin origin = new LogOrigin(key.did(), scope);
    BlockBuilder opened = BlockBuilder.open(store, commits, key, origin, limits, nanos);
    open.put(scope, opened);
    return opened;
  }

  private Optional<Block> build(BlockBuilder builder, Instant now) {
    if (behind(now).isPresent()) {
      return Optional.empty();
    }
    Optional<Block> built =
        builder.build(now, batch -> note(batch, builder.firstWaiting().orElse(Long.MAX_VALUE)));
    built
        .map(block -> block.content().time())
        .filter(time -> time.isAfter(newest))
        .ifPresent(time -> newest = time);
    return built;
  }

  /**
   * Writes up to where all is in blocks.
   *
   * @param built the first event of the block that is written with it, which waits no longer
   */
  private void note(Batch batch, long built) {
    noted =
        open.values().stream()
            .flatMap(builder -> builder.firstWaiting().stream())
            .filter(first -> first != built)
            .min(Comparator.naturalOrder())
            .map(first -> first - 1)
            .orElse(position);
    batch.put(LogRows.passed(key.did()), Bytes.owning(LogRows.number(noted)));
  }

  /** Makes the blocks whose time has come. */
  public List<Block> due(Instant now) {
    List<Block> built = new ArrayList<>();
    for (BlockBuilder builder : open.values()) {
      if (builder.isDue(now)) {
        build(builder, now).ifPresent(built::add);
      }
    }
    return built;
  }

  /** How long until the next block is due at the latest; nothing where no event waits. */
  public Optional<Duration> dueIn() {
    return open.values().stream()
        .flatMap(builder -> builder.dueIn().stream())
        .min(Comparator.naturalOrder());
  }

  /** Makes blocks of all that waits. */
  public List<Block> finish(Instant now) {
    List<Block> built = new ArrayList<>();
    open.values().forEach(builder -> build(builder, now).ifPresent(built::add));
    return built;
  }
}
