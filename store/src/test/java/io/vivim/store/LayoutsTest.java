package io.vivim.store;

import static io.vivim.store.Kind.hex;
import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a layout comes from an early version to the newest, through crashes. */
class LayoutsTest {
  private static final int ENTRIES = 100;
  private static final int ENTRIES_PER_STEP = 7;
  private static final Bytes OLD = hex("01");
  private static final Bytes NEW = hex("02");

  @TempDir Path directory;

  /** Moves entries from space 01 to space 02, and fails like a power cut after some steps. */
  private static Layouts.Migration moving(int stepsUntilCrash) {
    int[] left = {stepsUntilCrash};
    return (view, from, batch) -> {
      if (left[0]-- == 0) {
        throw new IllegalStateException("crash");
      }
      KeyRange space = KeyRange.startingWith(OLD);
      try (Scan scan = view.scan(from.map(space::startingAt).orElse(space))) {
        for (int i = 0; i < ENTRIES_PER_STEP; i++) {
          if (!scan.next()) {
            return Optional.empty();
          }
          batch.put(Bytes.concat(NEW, scan.key().from(1)), scan.value());
          batch.delete(scan.key());
        }
        return scan.next() ? Optional.of(scan.key()) : Optional.empty();
      }
    };
  }

  /** Adds one to every value in space 02; that twice would show. */
  private static Layouts.Migration counting(int stepsUntilCrash) {
    int[] left = {stepsUntilCrash};
    return (view, from, batch) -> {
      if (left[0]-- == 0) {
        throw new IllegalStateException("crash");
      }
      KeyRange space = KeyRange.startingWith(NEW);
      try (Scan scan = view.scan(from.map(space::startingAt).orElse(space))) {
        for (int i = 0; i < ENTRIES_PER_STEP; i++) {
          if (!scan.next()) {
            return Optional.empty();
          }
          batch.put(scan.key(), number(Kind.numberOf(scan.value()) + 1));
        }
        return scan.next() ? Optional.of(scan.key()) : Optional.empty();
      }
    };
  }

  private static void fill(Store store) {
    Layouts.open(store, "test", 1, List.of());
    Batch batch = Batch.named("fill");
    for (int i = 0; i < ENTRIES; i++) {
      batch.put(Bytes.concat(OLD, number(i)), number(10 * i));
    }
    store.commit(batch, Durability.SYNC);
  }

  private static void assertMigrated(Store store) {
    List<Bytes> keys = new ArrayList<>();
    try (Scan scan = store.scan(KeyRange.of(hex("01"), hex("ff")))) {
      while (scan.next()) {
        int n = keys.size();
        keys.add(scan.key());
        assertThat(scan.key()).isEqualTo(Bytes.concat(NEW, number(n)));
        assertThat(scan.value()).isEqualTo(number(10 * n + 1));
      }
    }
    assertThat(keys).hasSize(ENTRIES);
  }

  @ParameterizedTest
  @EnumSource
  void aNewLayoutHasTheNewestVersion(Kind kind) {
    try (Store store = kind.open(directory)) {
      List<Layouts.Migration> never = List.of(moving(0), counting(0));
      Layouts.open(store, "test", 3, never);
      Layouts.open(store, "test", 3, never);
    }
  }

  @ParameterizedTest
  @EnumSource
  void migrationsRunOneAfterTheOther(Kind kind) {
    try (Store store = kind.open(directory)) {
      fill(store);
      Layouts.open(store, "test", 3, List.of(moving(-1), counting(-1)));
      assertMigrated(store);
      Layouts.open(store, "test", 3, List.of(moving(0), counting(0)));
      assertMigrated(store);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void aCrashAtAnyCommitOfAMigrationOrALayoutIsMadeUpFor(Kind kind) {
    for (boolean persists : new boolean[] {false, true}) {
      boolean done = false;
      for (int commits = 0; !done; commits++) {
        Path folder = directory.resolve(persists + "-" + commits);
        try (Store store = kind.open(folder)) {
          fill(store);
        }
        done = !isCut(kind, folder, commits, persists);
        try (Store store = kind.open(folder)) {
          Layouts.open(store, "test", 3, List.of(moving(-1), counting(-1)));
          assertMigrated(store);
          Layouts.open(store, "other", 1, List.of());
        }
        assertThat(commits > 0 || !done).isTrue();
      }
    }
  }

  /** Whether the power was cut while the layouts were brought up to date. */
  private static boolean isCut(Kind kind, Path folder, int commits, boolean persists) {
    try (Store store = new CutStore(kind.open(folder), new AtomicInteger(commits), persists)) {
      Layouts.open(store, "test", 3, List.of(moving(-1), counting(-1)));
      Layouts.open(store, "other", 1, List.of());
      return false;
    } catch (CutStore.Cut e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void aCrashBetweenStepsLosesNoneAndRepeatsNone(Kind kind) {
    try (Store store = kind.open(directory)) {
      fill(store);
    }
    int crashes = 0;
    boolean done = false;
    while (!done) {
      try (Store store = kind.open(directory)) {
        Layouts.open(store, "test", 3, List.of(moving(4), counting(3)));
        done = true;
      } catch (IllegalStateException e) {
        crashes++;
      }
    }
    assertThat(crashes).isGreaterThan(6);
    try (Store store = kind.open(directory)) {
      assertMigrated(store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLaterVersionIsLeftAlone(Kind kind) {
    try (Store store = kind.open(directory)) {
      Layouts.open(store, "test", 2, List.of(moving(0)));
      Layouts.open(store, "other", 1, List.of());

      assertThatThrownBy(() -> Layouts.open(store, "test", 1, List.of()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.NEWER_VERSION))
          .hasMessageContaining("test has version 2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVersionNeedsItsMigrations(Kind kind) {
    try (Store store = kind.open(directory)) {
      assertThatThrownBy(() -> Layouts.open(store, "test", 2, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Layouts.open(store, "No Name", 1, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
