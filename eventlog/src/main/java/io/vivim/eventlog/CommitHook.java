package io.vivim.eventlog;

import io.vivim.store.Batch;
import java.util.List;

/**
 * Whoever folds events into state: it adds what follows from them to the commit that makes them
 * durable, so that neither is ever there without the other.
 */
@FunctionalInterface
public interface CommitHook {
  /** Adds nothing. */
  CommitHook NONE = (appended, batch) -> {};

  /**
   * Called by the writer, once for every commit, in the order of the log.
   *
   * @param appended the events that the commit appends
   * @param batch the commit, to add to
   */
  void beforeCommit(List<AppendedEvent> appended, Batch batch);
}
