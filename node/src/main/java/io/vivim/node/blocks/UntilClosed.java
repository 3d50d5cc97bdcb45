package io.vivim.node.blocks;

import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import java.util.concurrent.CancellationException;

/**
 * The commits of somebody who may be waiting for a stranger when the node ends: none comes after it
 * is closed, so that nobody need wait, or interrupt a thread and with it the files of the store.
 */
final class UntilClosed implements Commits, AutoCloseable {
  private final Commits commits;

  /** Guarded by this, as are commits. */
  private boolean isClosed;

  UntilClosed(Commits commits) {
    this.commits = commits;
  }

  @Override
  public synchronized void commit(Batch batch, Durability durability) {
    if (isClosed) {
      throw new CancellationException("closed");
    }
    commits.commit(batch, durability);
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }
}
