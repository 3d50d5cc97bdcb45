package io.vivim.eventlog;

import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Store;

/** Gets erased bytes out of the store's files, now or, after a crash, at the next start. */
final class Purger {
  private final Store store;
  private final CommitTurn turn;
  private final EventTable table;

  Purger(Store store, CommitTurn turn, EventTable table) {
    this.store = store;
    this.turn = turn;
    this.table = table;
  }

  boolean isOwed() {
    return table.number("purge") > 0;
  }

  /**
   * Purges what is owed. What is erased meanwhile is owed still, since the mark then has another
   * number.
   */
  void purge() {
    long owed = table.number("purge");
    if (owed == 0) {
      return;
    }
    store.purge(LogKeys.table(LogKeys.EVENT));
    store.purge(LogKeys.table(LogKeys.HELD));
    turn.commit(
        () -> {
          Batch batch = Step.PURGED.batch();
          return table.number("purge") == owed
              ? batch.delete(LogKeys.meta("purge")).delete(LogKeys.meta("dropped"))
              : batch;
        },
        Durability.SYNC);
  }
}
