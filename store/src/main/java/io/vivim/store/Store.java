package io.vivim.store;

import java.util.List;

/**
 * An ordered key-value store: all that is durable in a node lies in one of these.
 *
 * <p>Any number of threads may read; one at a time commits. Where the engine or the disk fails, a
 * method throws a {@link StoreException}, and nothing of a failed commit can be relied upon until
 * the store was opened again: it is there as a whole or not at all.
 */
public interface Store extends StoreView, Commits, AutoCloseable {
  /** The store as it is now. */
  Snapshot snapshot();

  @Override
  void commit(Batch batch, Durability durability);

  /**
   * Sees to it that what was deleted or overwritten in these ranges can no longer be found in the
   * store's files. Slow; to be asked for again if the process dies before it returns.
   */
  void purge(List<KeyRange> ranges);

  /** Gives back to the file system what is not needed. */
  void compact();

  /** Figures about this store, for people and metrics. */
  StoreStats stats();

  @Override
  void close();
}
