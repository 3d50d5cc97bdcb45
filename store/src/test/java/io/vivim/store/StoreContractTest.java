package io.vivim.store;

import static io.vivim.store.Kind.hex;
import static io.vivim.store.Kind.key;
import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the port promises, of every engine. */
class StoreContractTest {
  @TempDir Path directory;

  private static Batch batch() {
    return Batch.named("test");
  }

  private static List<String> hexKeys(StoreView view, KeyRange range) {
    List<String> keys = new ArrayList<>();
    try (Scan scan = view.scan(range)) {
      while (scan.next()) {
        keys.add(scan.key().toHex());
      }
      assertThat(scan.next()).isFalse();
    }
    return keys;
  }

  private static String text(StoreView view, String key) {
    return view.get(key(key)).map(Bytes::toHex).orElse("nothing");
  }

  @ParameterizedTest
  @EnumSource
  void manyKeysAreFoundAtOnceInTheirOrder(Kind kind) {
    try (Store store = kind.open(directory)) {
      Batch first = batch();
      List<Bytes> keys = new ArrayList<>();
      List<Optional<Bytes>> values = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        // Absent ones in between, values from nothing to longer than any buffer, keys to the limit.
        byte[] key = new byte[i % 50 == 0 ? Batch.MAX_KEY_BYTES : 2 + i % 40];
        Arrays.fill(key, (byte) i);
        key[0] = (byte) (i >>> 8);
        key[1] = (byte) i;
        keys.add(Bytes.copyOf(key));
        values.add(i % 3 == 0 ? Optional.empty() : Optional.of(Bytes.owning(new byte[i * i])));
        values.get(i).ifPresent(value -> first.put(Bytes.copyOf(key), value));
      }
      Collections.shuffle(keys, new Random(1));
      Collections.shuffle(values, new Random(1));
      keys.add(keys.get(0));
      values.add(values.get(0));
      store.commit(first, Durability.LAZY);
      assertThat(store.getAll(keys)).isEqualTo(values);
      try (Snapshot before = store.snapshot()) {
        Batch second = batch();
        keys.forEach(second::delete);
        store.commit(second, Durability.LAZY);
        assertThat(store.getAll(keys)).hasSameSizeAs(keys).allMatch(Optional::isEmpty);
        assertThat(before.getAll(keys)).isEqualTo(values);
      }
      assertThat(store.getAll(List.of())).isEmpty();
    }
  }

  private static void assertClosed(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.CLOSED));
  }

  @ParameterizedTest
  @EnumSource
  void keysComeInTheOrderOfUnsignedBytes(Kind kind) {
    try (Store store = kind.open(directory)) {
      Batch batch = batch();
      for (String key : List.of("ff", "80", "7f", "00", "0000", "8000", "ff00", "01")) {
        batch.put(hex(key), Bytes.EMPTY);
      }
      store.commit(batch, Durability.SYNC);

      assertThat(hexKeys(store, KeyRange.ALL))
          .containsExactly("00", "0000", "01", "7f", "80", "8000", "ff", "ff00");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRangeHasItsFirstKeyAndNotItsEnd(Kind kind) {
    try (Store store = kind.open(directory)) {
      Batch batch = batch();
      for (String key : List.of("01", "02", "0200", "02ff", "02ffff", "03", "ff", "ffff")) {
        batch.put(hex(key), Bytes.EMPTY);
      }
      store.commit(batch, Durability.LAZY);

      assertThat(hexKeys(store, KeyRange.of(hex("02"), hex("03"))))
          .containsExactly("02", "0200", "02ff", "02ffff");
      assertThat(hexKeys(store, KeyRange.startingWith(hex("02ff"))))
          .containsExactly("02ff", "02ffff");
      assertThat(hexKeys(store, KeyRange.startingWith(hex("ff")))).containsExactly("ff", "ffff");
      assertThat(hexKeys(store, KeyRange.of(hex("04"), hex("05")))).isEmpty();
      assertThat(hexKeys(store, KeyRange.of(hex("03"), hex("02")))).isEmpty();
      assertThat(hexKeys(store, KeyRange.of(hex("02"), hex("02")))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void laterChangesOfABatchWin(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(
          batch()
              .put(key("a"), hex("01"))
              .delete(key("a"))
              .put(key("b"), hex("01"))
              .put(key("b"), hex("02"))
              .delete(key("c"))
              .put(key("c"), hex("03")),
          Durability.LAZY);

      assertThat(text(store, "a")).isEqualTo("nothing");
      assertThat(text(store, "b")).isEqualTo("02");
      assertThat(text(store, "c")).isEqualTo("03");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyBatchChangesNothing(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch(), Durability.SYNC);
      store.commit(batch().put(key("a"), hex("01")), Durability.SYNC);
      store.commit(batch(), Durability.LAZY);

      assertThat(hexKeys(store, KeyRange.ALL)).containsExactly("61");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotStaysAsItWas(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch().put(key("a"), hex("01")).put(key("b"), hex("01")), Durability.SYNC);
      try (Snapshot before = store.snapshot()) {
        store.commit(batch().put(key("a"), hex("02")).delete(key("b")), Durability.SYNC);
        for (int round = 0; round < 50; round++) {
          store.commit(batch().put(key("c"), hex("03")), Durability.LAZY);
        }

        assertThat(text(before, "a")).isEqualTo("01");
        assertThat(hexKeys(before, KeyRange.ALL)).containsExactly("61", "62");
        assertThat(text(store, "a")).isEqualTo("02");
        assertThat(hexKeys(store, KeyRange.ALL)).containsExactly("61", "63");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScanSeesTheStoreAsItBegan(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch().put(key("a"), hex("01")).put(key("c"), hex("01")), Durability.LAZY);
      try (Scan scan = store.scan(KeyRange.ALL)) {
        store.commit(
            batch().put(key("b"), hex("02")).put(key("c"), hex("02")).delete(key("a")),
            Durability.LAZY);

        assertThat(scan.next()).isTrue();
        assertThat(scan.key()).isEqualTo(key("a"));
        assertThat(scan.next()).isTrue();
        assertThat(scan.key()).isEqualTo(key("c"));
        assertThat(scan.value()).isEqualTo(hex("01"));
        assertThat(scan.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScanSeeksForwardsAndBackwardsInsideItsRange(Kind kind) {
    try (Store store = kind.open(directory)) {
      Batch batch = batch();
      for (int i = 0; i < 1000; i++) {
        batch.put(number(i), number(i));
      }
      store.commit(batch, Durability.LAZY);
      try (Scan scan = store.scan(KeyRange.of(number(100), number(900)))) {
        assertThat(scan.seek(number(500))).isTrue();
        assertThat(scan.key()).isEqualTo(number(500));
        assertThat(scan.next()).isTrue();
        assertThat(scan.key()).isEqualTo(number(501));
        assertThat(scan.seek(number(3))).isTrue();
        assertThat(scan.key()).isEqualTo(number(100));
        assertThat(scan.seek(Bytes.concat(number(200), hex("00")))).isTrue();
        assertThat(scan.value()).isEqualTo(number(201));
        assertThat(scan.seek(number(900))).isFalse();
        assertThat(scan.next()).isFalse();
        assertThat(scan.seek(number(899))).isTrue();
        assertThat(scan.next()).isFalse();
        assertThat(scan.next()).isFalse();
        assertThat(scan.seek(number(100))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWalkIsTakenUpAgainAtAnyKey(Kind kind) {
    try (Store store = kind.open(directory)) {
      Batch batch = batch();
      for (int i = 0; i < 1000; i++) {
        batch.put(number(i), Bytes.EMPTY);
      }
      store.commit(batch, Durability.LAZY);
      List<String> all = hexKeys(store, KeyRange.ALL);

      List<String> pieces = new ArrayList<>();
      KeyRange rest = KeyRange.ALL;
      while (pieces.size() < all.size()) {
        try (Scan scan = store.scan(rest)) {
          for (int i = 0; i < 77 && scan.next(); i++) {
            pieces.add(scan.key().toHex());
            rest = rest.startingAt(Bytes.concat(scan.key(), hex("00")));
          }
        }
      }

      assertThat(pieces).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsNowhereHasNoKey(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch().put(key("a"), hex("01")), Durability.LAZY);
      try (Scan scan = store.scan(KeyRange.ALL)) {
        assertThatThrownBy(scan::key).isInstanceOf(IllegalStateException.class);
        assertThat(scan.next()).isTrue();
        assertThat(scan.next()).isFalse();
        assertThatThrownBy(scan::value).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLargestKeysAndValuesAreKept(Kind kind) {
    Random random = new Random(1);
    byte[] longest = new byte[Batch.MAX_KEY_BYTES];
    byte[] largest = new byte[Batch.MAX_VALUE_BYTES];
    random.nextBytes(longest);
    random.nextBytes(largest);
    try (Store store = kind.open(directory)) {
      store.commit(
          batch()
              .put(Bytes.copyOf(longest), Bytes.copyOf(largest))
              .put(hex("00"), Bytes.EMPTY)
              .put(Bytes.copyOf(longest).slice(0, 1023), hex("01")),
          Durability.SYNC);
      assertThat(store.get(Bytes.copyOf(longest))).contains(Bytes.copyOf(largest));
    }
    if (kind != Kind.MEMORY) {
      try (Store store = kind.open(directory)) {
        assertThat(store.get(Bytes.copyOf(longest))).contains(Bytes.copyOf(largest));
        assertThat(store.get(hex("00"))).contains(Bytes.EMPTY);
        assertThat(hexKeys(store, KeyRange.ALL)).hasSize(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void whatWasCommittedIsThereAfterOpeningAgain(Kind kind) {
    for (int round = 0; round < 5; round++) {
      try (Store store = kind.open(directory)) {
        assertThat(hexKeys(store, KeyRange.ALL)).hasSize(round * 100);
        for (int i = 0; i < 100; i++) {
          store.commit(
              batch().put(number(round * 100 + i), number(i)),
              i % 2 == 0 ? Durability.LAZY : Durability.SYNC);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersSeeWholeBatchesWhileOthersAreCommitted(Kind kind) throws Exception {
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    try (Store store = kind.open(directory)) {
      store.commit(generation(0), Durability.LAZY);
      List<Thread> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(new Thread(() -> readUntil(store, done, wrong)));
      }
      readers.forEach(Thread::start);
      for (int i = 1; i <= 300; i++) {
        store.commit(generation(i), i % 50 == 0 ? Durability.SYNC : Durability.LAZY);
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(wrong.get()).isNull();
  }

  private static Batch generation(int number) {
    Batch batch = batch();
    for (int i = 0; i < 200; i++) {
      batch.put(number(i), number(number));
    }
    return batch;
  }

  private static void readUntil(Store store, AtomicBoolean done, AtomicReference<Throwable> wrong) {
    Bytes last = number(0);
    try {
      while (!done.get()) {
        List<Bytes> values = new ArrayList<>();
        try (Scan scan = store.scan(KeyRange.ALL)) {
          while (scan.next()) {
            values.add(scan.value());
          }
        }
        assertThat(values).hasSize(200);
        assertThat(values.stream().distinct().collect(Collectors.toList())).hasSize(1);
        assertThat(values.get(0)).isGreaterThanOrEqualTo(last);
        last = store.get(number(7)).orElseThrow();
        assertThat(last).isGreaterThanOrEqualTo(values.get(0));
      }
    } catch (Throwable e) {
      wrong.set(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedStoreSaysSoWhateverIsStillOpen(Kind kind) {
    Store store = kind.open(directory);
    store.commit(batch().put(key("a"), hex("01")).put(key("b"), hex("01")), Durability.LAZY);
    Scan scan = store.scan(KeyRange.ALL);
    assertThat(scan.next()).isTrue();
    Snapshot snapshot = store.snapshot();
    Scan inside = snapshot.scan(KeyRange.of(key("a"), key("z")));
    store.close();
    store.close();

    assertClosed(() -> store.get(key("a")));
    assertClosed(() -> store.getAll(List.of(key("a"))));
    assertClosed(() -> store.scan(KeyRange.ALL));
    assertClosed(store::snapshot);
    assertClosed(() -> store.commit(batch().put(key("a"), hex("02")), Durability.LAZY));
    assertClosed(() -> store.purge(List.of(KeyRange.ALL)));
    assertClosed(store::compact);
    assertClosed(store::stats);
    assertClosed(scan::next);
    assertClosed(scan::key);
    assertClosed(scan::value);
    assertClosed(() -> scan.seek(key("a")));
    assertClosed(inside::next);
    assertClosed(() -> snapshot.get(key("a")));
    assertClosed(() -> snapshot.getAll(List.of(key("a"))));
    assertClosed(() -> snapshot.scan(KeyRange.ALL));
    scan.close();
    inside.close();
    snapshot.close();
    snapshot.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsClosedWhileOthersReadItIsAnErrorForThem(Kind kind) throws Exception {
    for (int round = 0; round < 20; round++) {
      Store store = kind.open(directory.resolve("round-" + round));
      store.commit(generation(1), Durability.LAZY);
      Snapshot snapshot = store.snapshot();
      CountDownLatch reading = new CountDownLatch(2);
      List<FutureTask<StoreError>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(new FutureTask<>(() -> readUntilRefused(snapshot, reading)));
      }
      readers.forEach(reader -> new Thread(reader).start());
      reading.await();
      if (round % 2 == 0) {
        snapshot.close();
      }
      store.close();
      for (FutureTask<StoreError> reader : readers) {
        assertThat(reader.get()).isEqualTo(StoreError.CLOSED);
      }
    }
  }

  private static StoreError readUntilRefused(Snapshot snapshot, CountDownLatch reading) {
    try {
      for (int i = 0; ; i++) {
        if (i == 20) {
          reading.countDown();
        }
        assertThat(snapshot.get(number(i % 200))).isPresent();
        try (Scan scan = snapshot.scan(KeyRange.ALL)) {
          assertThat(scan.next()).isTrue();
          assertThat(scan.value()).isEqualTo(number(1));
        }
      }
    } catch (StoreException e) {
      return e.error();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closedScansAndSnapshotsSaySo(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch().put(key("a"), hex("01")), Durability.LAZY);
      Scan scan = store.scan(KeyRange.ALL);
      scan.close();
      scan.close();
      Snapshot snapshot = store.snapshot();
      Scan inside = snapshot.scan(KeyRange.ALL);
      snapshot.close();

      assertClosed(scan::next);
      assertClosed(() -> snapshot.get(key("a")));
      assertClosed(() -> snapshot.scan(KeyRange.ALL));
      assertThat(inside.next()).isTrue();
      inside.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadHarmsNobody(Kind kind) {
    try (Store store = kind.open(directory)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 1000; i++) {
        store.commit(batch().put(number(i), Bytes.owning(new byte[10_000])), Durability.LAZY);
      }
      store.commit(batch().put(key("a"), hex("01")), Durability.SYNC);
      assertThat(store.get(number(1))).isPresent();
    }
    assertThat(Thread.interrupted()).isTrue();
    if (kind != Kind.MEMORY) {
      try (Store store = kind.open(directory)) {
        assertThat(hexKeys(store, KeyRange.ALL)).hasSize(1001);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void figuresTellWhatWasDone(Kind kind) {
    try (Store store = kind.open(directory)) {
      store.commit(batch().put(key("a"), hex("0102")).put(key("b"), hex("01")), Durability.SYNC);
      store.commit(Batch.named("other").put(key("c"), hex("01")), Durability.LAZY);
      assertThat(store.get(key("a"))).isPresent();

      StoreStats stats = store.stats();
      assertThat(stats.engine()).isEqualTo(kind == Kind.ROCKSDB ? "rocksdb" : "h2");
      assertThat(stats.entries()).isEqualTo(3);
      assertThat(stats.diskBytes() > 0).isEqualTo(kind != Kind.MEMORY);
      assertThat(stats.counters())
          .containsEntry("commits", 2L)
          .containsEntry("commits.test", 1L)
          .containsEntry("changes.test", 2L)
          .containsEntry("bytes.test", 5L)
          .containsEntry("commits.other", 1L)
          .containsEntry("gets", 1L);
    }
  }
}
