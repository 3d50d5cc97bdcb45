package io.vivim.node.ledger;

import io.vivim.codec.Bytes;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Engine;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Ledgers of tests, and all that is in their state. */
final class LedgerRows {
  private static final Bytes STATE = Bytes.fromHex("02");
  private static final Bytes REFOLDED = Bytes.fromHex("0217");

  private LedgerRows() {}

  static Store store(Path home, Engine engine) {
    return Stores.open(home, engine, StoreOptions.DEFAULT);
  }

  static Ledger ledger(Path home, Engine engine) {
    return Ledger.open(
        store(home, engine), LogOptions.defaults(InstantSource.system()), LogListener.NONE);
  }

  /** Submits events in this order; how many are in the log or wait for others. */
  static long submit(Path home, Engine engine, List<DecodedEvent> events) throws Exception {
    long taken = 0;
    try (Ledger ledger = ledger(home, engine)) {
      List<CompletableFuture<Outcome>> answers = new ArrayList<>();
      for (DecodedEvent event : events) {
        answers.add(ledger.log().submit(event.raw(), Source.LOCAL).toCompletableFuture());
      }
      for (CompletableFuture<Outcome> answer : answers) {
        Outcome outcome = answer.get();
        taken += outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Pending ? 1 : 0;
      }
    }
    return taken;
  }

  /** Every row of the state, in hex, but those that tell followers how it came to be. */
  static Map<String, String> rows(Path home, Engine engine) {
    Map<String, String> rows = new TreeMap<>();
    try (Store store = store(home, engine);
        Scan scan = store.scan(KeyRange.startingWith(STATE))) {
      while (scan.next()) {
        if (!scan.key().startsWith(REFOLDED)) {
          rows.put(scan.key().toHex(), scan.value().toHex());
        }
      }
    }
    return rows;
  }

  /** How many rows tell followers of entities that changed otherwise than by their events. */
  static long refolds(Store store) {
    long found = 0;
    try (Scan scan = store.scan(KeyRange.startingWith(REFOLDED))) {
      while (scan.next()) {
        found += scan.key().equals(REFOLDED) ? 0 : 1;
      }
    }
    return found;
  }

  /** Makes a state as it is where it let go of those rows up to a position. */
  static void forgetRefolds(Store store, long position) {
    Batch batch = Batch.named("test");
    try (Scan scan = store.scan(KeyRange.startingWith(REFOLDED))) {
      while (scan.next()) {
        batch.delete(scan.key().compact());
      }
    }
    byte[] meta = ByteBuffer.allocate(2 * Long.BYTES).putLong(position).array();
    store.commit(batch.put(REFOLDED, Bytes.owning(meta)), Durability.SYNC);
  }
}
