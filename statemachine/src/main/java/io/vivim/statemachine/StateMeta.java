package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Layouts;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.StoreView;
import java.util.Collections;
import java.util.Optional;

/** What is written of the state as a whole, and how all of it is let go. */
final class StateMeta {
  /** The last position of the log that is folded. */
  static final String POSITION = "position";

  /** There while the state is being cleared. */
  private static final String CLEARING = "clearing";

  /** There from when the state was cleared to when all of the log is folded again. */
  private static final String REBUILDING = "rebuilding";

  /** Up to which position of the log payloads were forgotten when the state was begun. */
  private static final String FORGOTTEN = "forgotten";

  private static final String LAYOUT = "state";
  private static final int VERSION = 9;

  /** Rows that one commit deletes. */
  private static final int CLEARED_AT_ONCE = 10_000;

  private StateMeta() {}

  static long position(StoreView store) {
    return store.get(StateKeys.meta(POSITION)).map(value -> value.longAt(0)).orElse(0L);
  }

  /** Sees to it that what lies in the store can be gone on from. */
  static void prepare(Store store) {
    Layouts.open(store, LAYOUT, VERSION, Collections.nCopies(VERSION - 1, StateMeta::letGo));
    if (store.get(StateKeys.meta(CLEARING)).isPresent()) {
      clear(store);
    }
  }

  /** Sees to it that a state in which payloads are that were forgotten since is folded anew. */
  static void prepareFor(Store store, long forgottenTo) {
    Bytes key = StateKeys.meta(FORGOTTEN);
    Bytes forgotten = StateKeys.number(forgottenTo);
    if (forgotten.equals(store.get(key).orElse(StateKeys.number(0)))) {
      return;
    }
    if (position(store) > 0) {
      clear(store);
    }
    store.commit(Batch.named("state-forgotten").put(key, forgotten), Durability.SYNC);
  }

  /** Whether the state was cleared and is not whole again. */
  static boolean isRebuilding(StoreView store) {
    return store.get(StateKeys.meta(REBUILDING)).isPresent();
  }

  /** All of the log is folded. */
  static void whole(Store store) {
    if (isRebuilding(store)) {
      Batch batch = Batch.named("state-whole").delete(StateKeys.meta(REBUILDING));
      store.commit(batch, Durability.SYNC);
    }
  }

  /** Deletes the state; a crash in it leaves a mark by which the next start goes on. */
  static void clear(Store store) {
    Bytes clearing = StateKeys.meta(CLEARING);
    store.commit(
        Batch.named("state-clear").put(clearing, Bytes.EMPTY).delete(StateKeys.meta(POSITION)),
        Durability.SYNC);
    boolean isLeft = true;
    while (isLeft) {
      Batch batch = Batch.named("state-clear");
      isLeft = clearSome(store, batch);
      store.commit(batch, Durability.SYNC);
    }
  }

  /** Deletes some rows, and answers whether more are left. */
  private static boolean clearSome(StoreView store, Batch batch) {
    Bytes clearing = StateKeys.meta(CLEARING);
    try (Scan scan = store.scan(StateKeys.all())) {
      while (scan.next()) {
        if (batch.size() == CLEARED_AT_ONCE) {
          return true;
        }
        if (!scan.key().equals(clearing)) {
          batch.delete(scan.key().compact());
        }
      }
    }
    batch.delete(clearing).put(StateKeys.meta(REBUILDING), Bytes.EMPTY);
    return false;
  }

  /** A state whose rows lie otherwise than they do now: it is folded anew from the log. */
  private static Optional<Bytes> letGo(StoreView store, Optional<Bytes> from, Batch batch) {
    return clearSome(store, batch) ? Optional.of(StateKeys.meta(CLEARING)) : Optional.empty();
  }
}
