package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.blockbuilder.merkle.ConsistencyProof;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
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
import io.vivim.statemachine.Query;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import io.vivim.store.StoreView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells other nodes of our blocks by {@code system:checkpoint} events: one entity for each log,
 * whose last event tells of the last block, so that it says itself what is still to be told. What a
 * circle does not let the builder write stays untold.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final EventType TYPE = EventType.parse(CheckpointBody.TYPE).orElseThrow();

  /** Entities of ours in one scope that are looked at for that of the log. */
  private static final int MAX_LOOKS = 16;

  private final StoreView store;
  private final State state;
  private final EntityWriter writer;
  private final SigningKey key;
  private final Consumer<Throwable> faults;
  private final BlockReader reader = new BlockReader(SignatureVerifier.create());
  private final ExecutorService thread = Executors.newSingleThreadExecutor(CheckpointWriter::named);

  /** The end of what was begun last; the thread's own. */
  private CompletionStage<Void> last = CompletableFuture.completedFuture(null);

  CheckpointWriter(
      StoreView store,
      State state,
      EntityWriter writer,
      SigningKey key,
      Consumer<Throwable> faults) {
    this.store = store;
    this.state = state;
    this.writer = writer;
    this.key = key;
    this.faults = faults;
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
    Optional<Entity> told = told(origin);
    long height = told.flatMap(this::heightOf).map(known -> known + 1).orElse(0L);
    OwnLog log = new OwnLog(store, origin);
    Optional<Bytes> bytes = log.block(height);
    if (bytes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return writer
        .write(key, key.did(), write(log, reader.readOwn(bytes.get()), told.map(Entity::id)))
        .thenComposeAsync(
            outcome ->
                outcome instanceof WriteOutcome.Written
                    ? next(origin)
                    : CompletableFuture.<Void>completedFuture(null),
            thread);
  }

  private static EntityWrite write(OwnLog log, Block block, Optional<EventId> entity) {
    Block.Content content = block.content();
    ConsistencyProof proof = log.prover(content.head().size()).consistency(content.first());
    IpldMap body = CheckpointBody.of(block, proof);
    return EntityWrite.of(TYPE, entity, body).in(Scope.parse(content.origin().scope().text()));
  }

  /** What was told of a log last. */
  private Optional<Entity> told(LogOrigin origin) {
    Query query = Query.ofKind("checkpoint").by(key.did()).in(origin.scope());
    return state.query(Reader.NODE, query, null, MAX_LOOKS).entities().stream()
        .filter(entity -> saysOrigin(entity, origin))
        .findFirst();
  }

  private static boolean saysOrigin(Entity entity, LogOrigin origin) {
    return entity.fields().get("origin") instanceof Ipld.Text said
        && said.value().equals(origin.text());
  }

  private Optional<Long> heightOf(Entity entity) {
    return entity.fields().get("block") instanceof Ipld.Binary block
        ? Optional.of(reader.readOwn(block.value()).height())
        : Optional.empty();
  }

  @Override
  public void close() {
    // Without an interrupt, which would take the files of the store along.
    thread.shutdown();
  }
}
