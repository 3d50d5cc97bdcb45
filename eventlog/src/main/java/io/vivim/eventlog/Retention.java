package io.vivim.eventlog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How much is to be forgotten with age: asked for by anyone, done by the writer bit by bit. */
final class Retention {
  // Guarded by this.
  private long upTo;
  private boolean isDone = true;
  private CompletableFuture<Void> whenDone = CompletableFuture.completedFuture(null);

  /** Asks for the payloads up to a position to be forgotten. */
  synchronized CompletionStage<Void> forget(long position) {
    upTo = Math.max(upTo, position);
    if (isDone) {
      isDone = false;
      whenDone = new CompletableFuture<>();
    }
    return whenDone.minimalCompletionStage();
  }

  synchronized boolean hasMore() {
    return !isDone;
  }

  synchronized void forgetSome(Appender appender) {
    if (!isDone) {
      isDone = appender.forget(upTo);
    }
  }

  /** What was forgotten is so for good. */
  void committed() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      if (!isDone) {
        return;
      }
      waiting = whenDone;
    }
    waiting.complete(null);
  }
}
