package io.vivim.search;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Those who wait until something has come to a position. */
final class PositionWaiters {
  // All below is guarded by this.
  private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
  private long reached;
  private @Nullable RuntimeException failure;

  PositionWaiters(long reached) {
    this.reached = reached;
  }

  synchronized long reached() {
    return reached;
  }

  /** Done when the position is reached; fails when it never will be. */
  synchronized CompletionStage<Void> await(long position) {
    if (position <= reached) {
      return CompletableFuture.completedStage(null);
    }
    if (failure != null) {
      return CompletableFuture.failedStage(failure);
    }
    return waiting
        .computeIfAbsent(position, at -> new CompletableFuture<>())
        .minimalCompletionStage();
  }

  /** Whether somebody waits for this position or an earlier one. */
  synchronized boolean isAwaited(long position) {
    return !waiting.isEmpty() && waiting.firstKey() <= position;
  }

  /** Wakes whoever waits up to this position; callbacks run in this thread, outside of the lock. */
  void reach(long position) {
    List<CompletableFuture<Void>> done;
    synchronized (this) {
      reached = Math.max(reached, position);
      NavigableMap<Long, CompletableFuture<Void>> head = waiting.headMap(reached, true);
      done = new ArrayList<>(head.values());
      head.clear();
    }
    done.forEach(each -> each.complete(null));
  }

  /** Nothing further will be reached. */
  void fail(RuntimeException reason) {
    List<CompletableFuture<Void>> lost;
    synchronized (this) {
      failure = failure == null ? reason : failure;
      lost = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    lost.forEach(each -> each.completeExceptionally(reason));
  }
}
