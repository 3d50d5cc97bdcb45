package io.vivim.store;

import java.util.function.LongConsumer;

/** How the entries of one store come into another. */
final class StoreCopy {
  private static final long BATCH_BYTES = 4 * 1024 * 1024;
  private static final int BATCH_ENTRIES = 10_000;

  private StoreCopy() {}

  /** Copies all entries; when it returns, all are on the disk. */
  static long fill(StoreView from, Store to, LongConsumer progress) {
    long copied = 0;
    try (Scan scan = from.scan(KeyRange.ALL)) {
      Batch batch = Batch.named("copy");
      while (scan.next()) {
        if (batch.size() >= BATCH_ENTRIES || batch.bytes() >= BATCH_BYTES) {
          to.commit(batch, Durability.LAZY);
          progress.accept(copied);
          batch = Batch.named("copy");
        }
        batch.put(scan.key(), scan.value());
        copied++;
      }
      // The last batch waits for all before it.
      to.commit(batch, Durability.SYNC);
      progress.accept(copied);
    }
    return copied;
  }
}
