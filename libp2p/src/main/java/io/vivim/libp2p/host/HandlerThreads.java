package io.vivim.libp2p.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers wait for peers: threads as they are needed, up to so many; then in line. */
final class HandlerThreads extends ThreadPoolExecutor {
  private static final long IDLE_SECONDS = 30;

  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private HandlerThreads(int threads, int waiting, AtomicInteger made, Line line) {
    super(
        0,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        line,
        task -> {
          Thread thread = new Thread(task, "vivim-libp2p-stream-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        },
        (task, pool) -> {
          if (pool.isShutdown() || line.size() >= waiting) {
            throw new RejectedExecutionException("too many handlers wait");
          }
          line.put(task);
        });
  }

  /** Whoever makes them shuts them down. */
  static HandlerThreads of(int threads, int waiting) {
    return new HandlerThreads(threads, waiting, new AtomicInteger(), new Line());
  }

  /** Completes when, after a shutdown, no handler runs any more. */
  CompletionStage<Void> gone() {
    return gone.minimalCompletionStage();
  }

  @Override
  protected void terminated() {
    gone.complete(null);
  }

  /** Takes a task only if a thread waits for it; so more threads are made before any task waits. */
  private static final class Line extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }
}
