package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A check finds whatever is not as it should be. */
class LogCheckTest {
  private static final int EVENTS = 60;

  private static List<Bytes> keysOf(Store store, byte table) {
    List<Bytes> keys = new ArrayList<>();
    try (Scan scan = store.scan(LogKeys.table(table))) {
      while (scan.next()) {
        keys.add(scan.key());
      }
    }
    return keys;
  }

  /** Does something to every entry of a table, one at a time, and expects each to be found. */
  private static void expectFound(byte table, BiConsumer<Batch, Bytes> damage) throws Exception {
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store)) {
      here.giveAll(History.of(5, EVENTS));
      assertThat(here.problems()).isEmpty();
      List<Bytes> keys = keysOf(store, table);
      assertThat(keys).isNotEmpty();
      for (Bytes key : keys) {
        Bytes before = store.get(key).orElseThrow();
        Batch harm = Batch.named("harm");
        damage.accept(harm, key);
        store.commit(harm, Durability.LAZY);

        assertThat(here.problems()).as("entry %s", key).isNotEmpty();

        Batch repair = Batch.named("repair");
        try (Scan scan = store.scan(KeyRange.startingWith(key.slice(0, 2)))) {
          while (scan.next()) {
            if (!keys.contains(scan.key())) {
              repair.delete(scan.key());
            }
          }
        }
        store.commit(repair.put(key, before), Durability.LAZY);
      }
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void aMissingEntryOfAnyTableIsFound() throws Exception {
    for (byte table : List.of(LogKeys.EVENT, LogKeys.ID, LogKeys.CHAIN, LogKeys.INDEX)) {
      expectFound(table, Batch::delete);
    }
  }

  @Test
  void anEntryTooManyIsFound() throws Exception {
    for (byte table : List.of(LogKeys.ID, LogKeys.CHAIN, LogKeys.INDEX)) {
      expectFound(
          table,
          (batch, key) -> {
            byte[] other = key.toArray();
            other[10] ^= 1;
            batch.put(Bytes.copyOf(other), LogKeys.ofLong(1));
          });
    }
  }

  @Test
  void aFlippedBitOfARecordIsFound() throws Exception {
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store)) {
      here.giveAll(List.of(new Author(1).create()));
      Bytes key = LogKeys.event(1);
      byte[] good = store.get(key).orElseThrow().toArray();
      for (int at = 0; at < good.length; at++) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        store.commit(Batch.named("harm").put(key, Bytes.copyOf(bad)), Durability.LAZY);

        assertThat(here.problems()).as("byte %d", at).isNotEmpty();
      }
    }
  }
}
