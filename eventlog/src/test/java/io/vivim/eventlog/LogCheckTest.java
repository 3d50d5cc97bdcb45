package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.eventlog.LogRecord.State;
import io.vivim.events.DecodedEvent;
import io.vivim.events.RawEvent;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** A fork, and an event behind one that is not here. */
  private static List<DecodedEvent> disorder() {
    Author ada = new Author(77);
    DecodedEvent missing = ada.create();
    return List.of(new Author(78).create(), rivalOf(78), ada.create(), ada.erase(missing));
  }

  private static DecodedEvent rivalOf(long seed) {
    Author same = new Author(seed);
    return same.sign(same.event("memory:create").tag("topic", "rival"));
  }

  /** Does something to every entry of a table, one at a time, and expects each to be found. */
  private static void expectFound(byte table, BiConsumer<Batch, Bytes> damage) throws Exception {
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store)) {
      here.giveAll(History.of(5, EVENTS));
      here.giveAll(disorder());
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
    for (byte table :
        List.of(
            LogKeys.EVENT,
            LogKeys.ID,
            LogKeys.CHAIN,
            LogKeys.INDEX,
            LogKeys.ERASE,
            LogKeys.EVIDENCE,
            LogKeys.SIGNER,
            LogKeys.GAP)) {
      expectFound(table, Batch::delete);
    }
  }

  @Test
  void aWrongFigureIsFound() throws Exception {
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store)) {
      DecodedEvent first = new Author(1).create();
      here.give(first);
      Bytes signer = LogKeys.signer(first.header().signer());
      for (Bytes key : List.of(LogKeys.meta("bytes"), LogKeys.meta("floor"), signer)) {
        Batch repair = Batch.named("repair");
        store.get(key).ifPresentOrElse(before -> repair.put(key, before), () -> repair.delete(key));
        Bytes wrong = Bytes.concat(LogKeys.ofLong(7), LogKeys.ofLong(7));
        store.commit(Batch.named("harm").put(key, wrong), Durability.LAZY);
        try (TestLog again =
            new TestLog(
                new WrappedStore(store) {
                  @Override
                  public void close() {}
                })) {
          assertThat(again.problems()).as("%s", key).isNotEmpty();
        }
        store.commit(repair, Durability.LAZY);
      }
      assertThat(here.problems()).isEmpty();
    }
  }

  @Test
  void aPayloadThatShouldBeHereOrShouldNotIsFound() throws Exception {
    WrappedStore store = new WrappedStore(Stores.inMemory());
    try (TestLog here = new TestLog(store)) {
      Author ada = new Author(1);
      DecodedEvent erased = ada.create();
      DecodedEvent kept = ada.create();
      here.giveAll(List.of(erased, kept, ada.erase(erased)));

      expectProblem(here, store, 1, record(State.HERE, erased.raw()), erased);
      expectProblem(here, store, 2, record(State.ERASED, bare(kept)), kept);
      expectProblem(here, store, 2, record(State.FORGOTTEN, bare(kept)), kept);
    }
  }

  private static LogRecord record(State state, RawEvent raw) {
    return new LogRecord(state, raw.header(), raw.payload());
  }

  private static RawEvent bare(DecodedEvent event) {
    return event.withoutPayload().raw();
  }

  private static void expectProblem(
      TestLog here, Store store, long position, LogRecord record, DecodedEvent event)
      throws Exception {
    Batch repair = Batch.named("repair");
    Batch harm = Batch.named("harm");
    Map<Bytes, Bytes> wrong =
        Map.of(
            LogKeys.event(position),
            record.encode(),
            LogKeys.id(event.id()),
            new IdEntry(position, record.state()).encode());
    wrong.forEach(
        (key, value) -> {
          repair.put(key, store.get(key).orElseThrow());
          harm.put(key, value);
        });
    store.commit(harm, Durability.LAZY);
    assertThat(here.problems())
        .extracting(LogCheck.Problem::text)
        .anyMatch(text -> text.startsWith("the payload is "));
    store.commit(repair, Durability.LAZY);
    assertThat(here.problems()).isEmpty();
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
