package io.vivim.eventlog;

import io.vivim.store.Batch;
import io.vivim.store.Commits;
import io.vivim.store.Durability;
import io.vivim.store.Store;
import java.util.function.Supplier;

/** Whose turn it is to commit: the port takes one at a time. */
final class CommitTurn implements Commits {
  private final Store store;

  CommitTurn(Store store) {
    this.store = store;
  }

  @Override
  public synchronized void commit(Batch batch, Durability durability) {
    store.commit(batch, durability);
  }

  /** Commits what is made of the store as it is at this turn; an empty batch is not committed. */
  synchronized void commit(Supplier<Batch> made, Durability durability) {
    Batch batch = made.get();
    if (!batch.isEmpty()) {
      store.commit(batch, durability);
    }
  }
}
