package io.vivim.node.blocks;

import io.vivim.anchors.Anchors;
import io.vivim.blockbuilder.Block;
import io.vivim.store.Commits;
import io.vivim.store.StoreView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Brings checkpoints of the public log to anchors, in a thread of its own. Of a circle's log nobody
 * outside is told.
 *
 * <p>Closing it waits for no anchor: a step that is under way ends when it ends, and what comes of
 * it is dropped, as in a crash.
 */
final class Anchorage implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final UntilClosed commits;
  private final Anchors anchors;
  private final Consumer<Throwable> faults;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Anchorage::named);

  private final ScheduledFuture<?> rounds;

  /**
   * @param store prepared for anchors
   * @param faults is told why a round broke off, or nothing is anchored any more; by any thread
   */
  Anchorage(
      StoreView store,
      Commits commits,
      AnchorPlan plan,
      InstantSource clock,
      RandomGenerator random,
      Consumer<Throwable> faults) {
    this.commits = new UntilClosed(commits);
    this.faults = faults;
    this.anchors = Anchors.open(store, this.commits, plan.anchors(), plan.every(), clock, random);
    this.rounds =
        thread.scheduleWithFixedDelay(this::work, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "vivim-anchors");
    thread.setDaemon(true);
    return thread;
  }

  /** There is a block of the public log; nobody waits for it. */
  void built(Block block) {
    anchors.follow(
        block.content().origin().text(), block.content().head().size(), block.note().encode());
  }

  private void work() {
    try {
      anchors.work();
    } catch (RuntimeException e) {
      if (!commits.isClosed()) {
        faults.accept(e);
        thread.shutdown();
      }
    } catch (Error e) {
      // Thrown on, it would end the rounds without a word; the next may go better.
      faults.accept(e);
    }
  }

  @Override
  public void close() {
    commits.close();
    rounds.cancel(false);
    thread.shutdown();
  }
}
