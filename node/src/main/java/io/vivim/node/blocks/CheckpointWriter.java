package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.codec.Bytes;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.State;
import io.vivim.store.Commits;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells other nodes of our blocks by {@code system:checkpoint} events: one entity for each log, of
 * whose events each tells of the next block. How far that came is kept apart from the entity, which
 * others may change. What a circle does not let the builder write stays untold, which is said, and
 * is tried again until it does.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final EventType TYPE = EventType.parse(CheckpointBody.TYPE).orElseThrow();

  /** After how long it is tried again to tell what could not be told. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private final StoreView store;
  private final UntilClosed commits;
  private final EntityWriter writer;
  private final SigningKey key;
  private final Duration pause;
  private final Consumer<Throwable> faults;
  private final Consumer<String> alarms;
  private final ToldBlocks told;
  private final BlockReader reader = new BlockReader(SignatureVerifier.create());
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, CheckpointWriter::named);

  /** Logs of which it was said that something is not told; the thread's own. */
  private final Set<LogOrigin> said = new HashSet<>();

  /** Logs that are tried again; the thread's own. */
  private final Set<LogOrigin> tried = new HashSet<>();

  /** The end of what was begun last; the thread's own. */
  private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

  /**
   * @param commits where it is kept how far was told
   * @param pause after which it is tried again to tell what could not be told
   * @param alarms is told which log cannot be told of, and why, once of each; by any thread
   */
  CheckpointWriter(
      StoreView store,
      Commits commits,
      State state,
      EntityWriter writer,
      SigningKey key,
      Duration pause,
      Consumer<Throwable> faults,
      Consumer<String> alarms) {
    this.store = store;
    this.commits = new UntilClosed(commits);
    this.told = new ToldBlocks(store, state, key.did());
    this.writer = writer;
    this.key = key;
    this.pause = pause;
    this.faults = faults;
    this.alarms = alarms;
    // What waits for a later try must not keep the thread of a node that has ended.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "vivim-checkpoints");
    thread.setDaemon(true);
    return thread;
  }

  /** Tells of all blocks of a log that were not told of; nobody waits for it. */
  void tell(LogOrigin origin) {
    try {
      thread.execute(
          () ->
              last =
                  last.thenComposeAsync(done -> next(origin), thread).exceptionally(this::failed));
    } catch (RejectedExecutionException e) {
      // It is closed; the next start tells the rest.
    }
  }

  private @Nullable Void failed(Throwable cause) {
    if (!thread.isShutdown()) {
      faults.accept(cause);
    }
    return null;
  }

  private CompletionStage<Void> next(LogOrigin origin) {
    if (thread.isShutdown()) {
      return CompletableFuture.completedFuture(null);
    }
    Optional<Entity> entity = told.of(origin);
    long height = told.next(origin);
    OwnLog log = new OwnLog(store, origin);
    Optional<Bytes> bytes = log.block(height);
    if (bytes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return writer
        .write(key, key.did(), write(log, reader.readOwn(bytes.get()), entity.map(Entity::id)))
        .thenComposeAsync(
            outcome -> {
              if (outcome instanceof WriteOutcome.Written) {
                log.keepTold(commits, height + 1);
                return next(origin);
              }
              if (outcome instanceof WriteOutcome.Refused refused) {
                say(origin, height, refused);
              }
              again(origin);
              return CompletableFuture.<Void>completedFuture(null);
            },
            thread);
  }

  /** A circle may take the builder in, and whatever else was in the way may pass. */
  private void again(LogOrigin origin) {
    if (!thread.isShutdown() && tried.add(origin)) {
      ScheduledFuture<?> unused =
          thread.schedule(
              () -> {
                tried.remove(origin);
                tell(origin);
              },
              pause.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void say(LogOrigin origin, long height, WriteOutcome.Refused refused) {
    if (said.add(origin)) {
      alarms.accept(
          "block "
              + height
              + " of "
              + origin.text()
              + " and those behind it are told nobody by an event ("
              + refused
              + "); block_list says how many"
              + (origin.scope().isCircle()
                  ? ". Once a member with the right to write is " + key.did() + ", they are"
                  : ""));
    }
  }

  private static EntityWrite write(OwnLog log, Block block, Optional<EventId> entity) {
    Block.Content content = block.content();
    ConsistencyProof proof = log.prover(content.head().size()).consistency(content.first());
    IpldMap body = CheckpointBody.of(block, proof);
    return EntityWrite.of(TYPE, entity, body).in(Scope.parse(content.origin().scope().text()));
  }

  @Override
  public void close() {
    // Without an interrupt, which would take the files of the store along.
    thread.shutdown();
    commits.close();
  }
}
