package io.vivim.node.blocks;

import io.vivim.anchors.Anchors;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockException;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.blockbuilder.BuiltLogs.Taken;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.did.DidKey;
import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogReader;
import io.vivim.events.Payload;
import io.vivim.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log for the sake of blocks: keeps those that others tell of, and makes our own where
 * the node builds; in a thread of its own at low priority, which the log waits for in nothing but
 * its turns to commit. It goes on where it ended, so that a crash costs nothing but time. Where it
 * fails, the log goes on without it.
 */
public final class BlockFollower implements AutoCloseable {
  /** Events that are looked at before those blocks are made whose time has come. */
  private static final int CHUNK_EVENTS = 512;

  /** For how long, at most: strangers' events that tell of blocks take their time. */
  private static final Duration CHUNK_TIME = Duration.ofSeconds(1);

  /** Positions that may have to be looked at again after a crash. */
  private static final int MAX_UNNOTED = 65_536;

  /** How long it sleeps where nothing comes. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(1);

  private final Store store;
  private final Optional<Building> building;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Consumer<Throwable> faults;
  private final Consumer<String> alarms;
  private final TakenQueue queue = new TakenQueue();

  /** Set before the thread begins. */
  private @Nullable Thread thread;

  /**
   * @param store with the log, which stays open until this is closed; nobody else commits to it yet
   * @param building how the node builds, if it does
   * @param nanos by which events wait for their block
   * @param faults is told why no blocks are made any more; by any thread
   * @param alarms is told what proves that a builder signed two histories, and why none are made
   *     for now; by the thread that follows
   */
  public BlockFollower(
      Store store,
      Optional<Building> building,
      InstantSource clock,
      LongSupplier nanos,
      Consumer<Throwable> faults,
      Consumer<String> alarms) {
    this.nanos = nanos;
    this.alarms = alarms;
    this.store = store;
    this.building = building;
    this.clock = clock;
    this.faults = faults;
    BlockBuilder.prepare(store);
    Anchors.prepare(store);
  }

  /** What the log has to tell of everything that it takes. */
  public LogListener listener() {
    return queue;
  }

  /**
   * Begins.
   *
   * @param built is told of each block once it is durable, by the thread that makes them
   */
  public void start(EventLog log, Consumer<Block> built) {
    BlockReader reader = new BlockReader(SignatureVerifier.create());
    Run run =
        new Run(
            log,
            building.map(
                how -> new BuiltLogs(store, log.commits(), how.key(), how.limits(), nanos)),
            new KnownLogs(store, log.commits(), reader, this::raise, this::sayForgotten),
            built);
    Thread made = quietThread(() -> run(run));
    thread = made;
    made.start();
  }

  private void raise(KnownLogs.Alarm alarm) {
    boolean isOurs =
        building
            .filter(how -> how.key().did().equals(alarm.fork().one().content().origin().builder()))
            .isPresent();
    alarms.accept(ForkAlarm.text(alarm, isOurs));
  }

  private void sayForgotten(Block block) {
    alarms.accept(
        "so many blocks of "
            + block.content().origin().text()
            + " came before those below them that some are forgotten, and what they may prove: the"
            + " first is block "
            + block.height()
            + " "
            + block.cid());
  }

  // Being polite is all that is wanted of the priority; nothing relies on it.
  @SuppressWarnings("ThreadPriorityCheck")
  private static Thread quietThread(Runnable task) {
    Thread thread = new Thread(task, "vivim-blocks");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  private void run(Run run) {
    try {
      run.known.recover(clock.instant());
      while (!queue.isClosed()) {
        if (!run.step()) {
          queue.await(run.position(), run.idle());
        }
      }
      run.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      faults.accept(e);
    }
  }

  /** What the thread has in hand. */
  private final class Run {
    private final EventLog log;
    private final LogReader reader = new LogReader(store);
    private final Optional<BuiltLogs> own;
    private final KnownLogs known;
    private final Consumer<Block> built;

    /** How far it looked for blocks of others, and how far the store knows. */
    private long looked;

    private long noted;

    /** Whether the clock is too far behind our last block to make another. */
    private boolean isBehind;

    Run(EventLog log, Optional<BuiltLogs> own, KnownLogs known, Consumer<Block> built) {
      this.log = log;
      this.own = own;
      this.known = known;
      this.built = built;
      this.looked = known.position();
      this.noted = looked;
    }

    long position() {
      return feeding().map(logs -> Math.min(logs.position(), looked)).orElse(looked);
    }

    private Optional<BuiltLogs> feeding() {
      return isBehind ? Optional.empty() : own;
    }

    /** While the clock is behind, events stay in the log alone, and blocks of others come. */
    private void compareClock(Instant now) {
      Optional<Instant> last = own.flatMap(logs -> logs.behind(now));
      if (last.isPresent() && !isBehind) {
        alarms.accept(
            "no blocks are made, since the clock says "
                + now
                + ", and the last block "
                + last.get()
                + ": set the clock right, or build with a new key if that block's time is wrong");
      }
      isBehind = last.isPresent();
    }

    /** Whether there was anything. */
    boolean step() {
      Instant now = clock.instant();
      long began = nanos.getAsLong();
      compareClock(now);
      List<Taken> events = next(position(), log.head().position());
      for (Taken event : events) {
        feeding()
            .filter(logs -> logs.position() < event.position())
            .ifPresent(logs -> logs.add(event, now).forEach(this::built));
        if (event.position() > looked) {
          look(event);
        }
        if (nanos.getAsLong() - began >= CHUNK_TIME.toNanos()) {
          break;
        }
      }
      feeding().ifPresent(logs -> logs.due(now).forEach(this::built));
      known.due(now);
      return !events.isEmpty();
    }

    private List<Taken> next(long position, long head) {
      List<Taken> recent = queue.behind(position, CHUNK_EVENTS);
      return recent.isEmpty() && position < head
          ? reader.between(position + 1, Math.min(head, position + CHUNK_EVENTS)).stream()
              .map(TakenQueue::taken)
              .toList()
          : recent;
    }

    private void look(Taken event) {
      boolean tellsOfBlock = event.type().name().equals(CheckpointBody.TYPE);
      if (tellsOfBlock) {
        for (AppendedEvent each : reader.between(event.position(), event.position())) {
          each.event()
              .payload()
              .filter(Payload.Plain.class::isInstance)
              .map(payload -> ((Payload.Plain) payload).body())
              .flatMap(CheckpointBody::read)
              .ifPresent(body -> take(body, each.event().header().author()));
        }
      }
      looked = event.position();
      if (tellsOfBlock || looked - noted >= MAX_UNNOTED) {
        known.passed(looked);
        noted = looked;
      }
    }

    private void built(Block block) {
      known.built(block, clock.instant());
      built.accept(block);
    }

    private void take(CheckpointBody body, DidKey teller) {
      try {
        known.take(body, teller, clock.instant());
      } catch (BlockException e) {
        // Anybody can write events that tell of nothing.
      }
    }

    Duration idle() {
      return feeding()
          .flatMap(BuiltLogs::dueIn)
          .filter(wait -> wait.compareTo(MAX_IDLE) < 0)
          .orElse(MAX_IDLE);
    }

    void finish() {
      own.ifPresent(logs -> logs.finish(clock.instant()).forEach(this::built));
    }
  }

  /** Makes a block of what waits, and ends; to be closed before the log. */
  @Override
  public void close() {
    queue.close();
    Thread running = thread;
    boolean isInterrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
