package io.vivim.eventlog;

import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Gets erased bytes out of the store's files, now or, after a crash, at the next start. */
final class Purger {
  private final Store store;
  private final CommitTurn turn;
  private final EventTable table;
  private final List<KeyRange> ranges;

  /**
   * @param copies where payloads may be beside the log's own tables
   */
  Purger(Store store, CommitTurn turn, EventTable table, List<KeyRange> copies) {
    this.store = store;
    this.turn = turn;
    this.table = table;
    this.ranges = new ArrayList<>(copies);
    ranges.add(LogKeys.table(LogKeys.EVENT));
    ranges.add(LogKeys.table(LogKeys.HELD));
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
    store.purge(ranges);
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
