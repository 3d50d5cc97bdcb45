package io.vivim.eventlog;

import io.vivim.store.Batch;

/**
 * Whoever folds events into state: it adds what follows from them to the commit that makes them
 * durable, so that neither is ever there without the other.
 */
@FunctionalInterface
public interface CommitHook {
  /** Adds nothing. */
  CommitHook NONE = (gathered, batch) -> {};

  /**
   * Called by the writer, once for every commit that adds to the log, in its order.
   *
   * @param batch the commit, to add to
   */
  void beforeCommit(Gathered gathered, Batch batch);
}
