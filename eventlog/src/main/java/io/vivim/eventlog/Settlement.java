package io.vivim.eventlog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the writer has nothing left to let in: an event whose wait is over is, for a while,
 * neither among those that wait nor among those that are found.
 */
final class Settlement {
  // Guarded by this.
  private @Nullable CompletableFuture<Void> asked;
  private @Nullable Throwable end;

  /** Done when the writer next has committed a round and nothing waits for its turn. */
  synchronized CompletionStage<Void> next() {
    if (end != null) {
      return CompletableFuture.failedStage(end);
    }
    CompletableFuture<Void> waiting = asked == null ? new CompletableFuture<>() : asked;
    asked = waiting;
    return waiting.minimalCompletionStage();
  }

  /** Nothing waits for its turn, and all before is committed. The writer says so. */
  void reached() {
    CompletableFuture<Void> waiting = take();
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** The writer goes on no longer. */
  void end(Throwable cause) {
    synchronized (this) {
      end = cause;
    }
    CompletableFuture<Void> waiting = take();
    if (waiting != null) {
      waiting.completeExceptionally(cause);
    }
  }

  private synchronized @Nullable CompletableFuture<Void> take() {
    CompletableFuture<Void> waiting = asked;
    asked = null;
    return waiting;
  }
}
