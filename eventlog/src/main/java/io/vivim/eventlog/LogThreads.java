package io.vivim.eventlog;

import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a log, by their roles: checkers that verify, the writer that appends, the
 * acknowledger that tells callers, and the purger that frees erased bytes.
 */
final class LogThreads {
  /** How long a close waits for a caller's continuation or for a purge. */
  private static final long PATIENCE_SECONDS = 60;

  /** After how long a purge is tried again that a reader was in the way of. */
  private static final long RETRY_SECONDS = 5;

  private final Intake intake;
  private final Checker checker;
  private final Purger purger;
  private final List<Thread> checkers = new ArrayList<>();
  private final ExecutorService acknowledger = single("vivim-log-acknowledger");
  private final ExecutorService purging = single("vivim-log-purger");

  /** Whether a purge is to be tried again. */
  private final AtomicBoolean isRetryDue = new AtomicBoolean();

  private @Nullable Thread writer;

  LogThreads(int count, Intake intake, Checker checker, Purger purger) {
    this.intake = intake;
    this.checker = checker;
    this.purger = purger;
    for (int i = 1; i <= count; i++) {
      checkers.add(daemon(this::check, "vivim-log-checker-" + i));
    }
  }

  private static ExecutorService single(String name) {
    return Executors.newSingleThreadExecutor(task -> daemon(task, name));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  Executor acknowledger() {
    return acknowledger;
  }

  void start(LogWriter logWriter) {
    writer = daemon(logWriter, "vivim-log-writer");
    writer.start();
    checkers.forEach(Thread::start);
    if (purger.isOwed()) {
      purge();
    }
  }

  private void check() {
    try {
      for (List<Arrival> claimed = intake.claim(); !claimed.isEmpty(); claimed = intake.claim()) {
        checker.check(claimed);
        intake.checked(claimed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      intake.fail(e);
    } catch (RuntimeException | Error e) {
      intake.fail(e);
    }
  }

  CompletionStage<Void> purge() {
    return CompletableFuture.runAsync(this::purgeOrTryLater, purging);
  }

  /**
   * A reader from before keeps the bytes; they are owed still, and tried again until it is gone.
   */
  private void purgeOrTryLater() {
    try {
      purger.purge();
    } catch (StoreException e) {
      if (e.error() == StoreError.IN_USE && isRetryDue.compareAndSet(false, true)) {
        CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS, purging)
            .execute(this::retryPurge);
      }
      throw e;
    }
  }

  private void retryPurge() {
    isRetryDue.set(false);
    try {
      purgeOrTryLater();
    } catch (StoreException e) {
      // Owed still: whoever asks whether all is purged hears of it.
    }
  }

  /**
   * Ends all threads after they finished what is under way. An interrupt does not cut that short,
   * since the store is closed next, but is handed on.
   */
  void close() {
    boolean isInterrupted = false;
    for (Thread thread : checkers) {
      isInterrupted |= join(thread);
    }
    if (writer != null) {
      isInterrupted |= join(writer);
    }
    isInterrupted |= end(acknowledger);
    isInterrupted |= end(purging);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a thread's end; whether an interrupt came meanwhile. */
  private static boolean join(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    return isInterrupted;
  }

  private static boolean end(ExecutorService executor) {
    executor.shutdown();
    try {
      executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
