package io.vivim.search;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of an index: one refreshes, and commits when it is time; one rewrites segments, to
 * expunge or to join them, which takes long.
 */
final class Upkeep {
  /** How long a close waits for what is under way, which closed files make short. */
  private static final long PATIENCE_SECONDS = 60;

  private final ScheduledThreadPoolExecutor refreshing;
  private final ThreadPoolExecutor rewriting;
  private final long everyMillis;
  private final Runnable refresh;
  private final Runnable expunge;

  private @Nullable Future<?> ticking;

  Upkeep(SearchOptions options, Runnable refresh, Runnable expunge) {
    this.refreshing = new ScheduledThreadPoolExecutor(1, options.threads());
    this.rewriting =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), options.threads());
    this.everyMillis = Math.max(1, options.refreshEvery().toMillis());
    this.refresh = refresh;
    this.expunge = expunge;
  }

  void start() {
    ticking =
        refreshing.scheduleWithFixedDelay(refresh, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  void refreshSoon() {
    run(refreshing, refresh);
  }

  void expungeSoon() {
    run(rewriting, expunge);
  }

  /** Does something else in the thread that rewrites; fails where that has ended. */
  CompletionStage<Void> rewrite(Runnable task) {
    try {
      return CompletableFuture.runAsync(task, rewriting);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(SearchException.closed());
    }
  }

  /** Likewise, where nobody waits for it. */
  void rewriteQuietly(Runnable task) {
    run(rewriting, task);
  }

  /** Whether nothing is being rewritten. */
  boolean isResting() {
    return rewriting.getActiveCount() == 0 && rewriting.getQueue().isEmpty();
  }

  private static void run(ExecutorService executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: who waits is told there.
      return;
    }
  }

  /** Ends both threads; an interrupt does not cut that short, but is handed on. */
  void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    boolean isInterrupted = false;
    for (ExecutorService each : List.of(refreshing, rewriting)) {
      each.shutdown();
      try {
        each.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
