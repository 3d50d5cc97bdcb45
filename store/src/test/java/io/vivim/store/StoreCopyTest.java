package io.vivim.store;

import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a store comes into another, whole or not at all. */
class StoreCopyTest {
  private static final int ENTRIES = 25_000;

  @TempDir Path directory;

  private static Store filled() {
    Store store = Stores.inMemory();
    Batch batch = Batch.named("fill");
    for (int i = 0; i < ENTRIES; i++) {
      batch.put(number(i), i % 3 == 0 ? Bytes.EMPTY : number(i));
    }
    store.commit(batch, Durability.LAZY);
    return store;
  }

  private static void assertWhole(Store store) {
    try (Scan scan = store.scan(KeyRange.ALL)) {
      for (int i = 0; i < ENTRIES; i++) {
        assertThat(scan.next()).isTrue();
        assertThat(scan.key()).isEqualTo(number(i));
        assertThat(scan.value()).isEqualTo(i % 3 == 0 ? Bytes.EMPTY : number(i));
      }
      assertThat(scan.next()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyEntryIsCopiedAndProgressIsTold(Engine engine) {
    List<Long> progress = new ArrayList<>();
    try (Store from = filled()) {
      assertThat(Stores.copy(from, directory, engine, Kind.SMALL, progress::add))
          .isEqualTo(ENTRIES);
      assertThatThrownBy(() -> Stores.copy(from, directory, engine, Kind.SMALL, progress::add))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.EXISTS));
    }
    assertThat(progress).isSorted().hasSizeGreaterThan(2).endsWith((long) ENTRIES);
    try (Store store = Stores.openExisting(directory)) {
      assertWhole(store);
    }
  }

  /** A view that ends in the middle, as a disk does that breaks. */
  private record Breaking(StoreView whole) implements StoreView {
    @Override
    public Optional<Bytes> get(Bytes key) {
      return whole.get(key);
    }

    @Override
    public Scan scan(KeyRange range) {
      Scan scan = whole.scan(range);
      return new Scan() {
        private int left = ENTRIES - 10;

        @Override
        public boolean next() {
          if (left-- == 0) {
            throw new StoreException(StoreError.FAILED, "broken", null);
          }
          return scan.next();
        }

        @Override
        public boolean seek(Bytes key) {
          return scan.seek(key);
        }

        @Override
        public Bytes key() {
          return scan.key();
        }

        @Override
        public Bytes value() {
          return scan.value();
        }

        @Override
        public void close() {
          scan.close();
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCopyThatWasBrokenOffDoesNotOpenAndIsMadeAgain(Engine engine) {
    try (Store from = filled()) {
      assertThatThrownBy(
              () -> Stores.copy(new Breaking(from), directory, engine, Kind.SMALL, entries -> {}))
          .hasMessage("broken");
      assertThatThrownBy(() -> Stores.openExisting(directory))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.MISSING))
          .hasMessageContaining("broken off");

      Stores.copy(from, directory, engine, Kind.SMALL, entries -> {});
    }
    try (Store store = Stores.openExisting(directory)) {
      assertWhole(store);
    }
  }
}
