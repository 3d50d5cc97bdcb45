package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any program of changes and readings, on every engine, against a map in memory. */
class StoreModelTest {
  /** What a program does next. */
  enum Act {
    COMMIT,
    COMMIT_LAZILY,
    SCAN,
    SEEK,
    SNAPSHOT,
    REOPEN,
    COMPACT,
    PURGE
  }

  /** One step, which uses of the rest what it needs. */
  record Step(Act act, List<Bytes> keys, int size) {}

  private final Map<Kind, Store> stores = new EnumMap<>(Kind.class);
  private final Map<Kind, Path> directories = new EnumMap<>(Kind.class);

  @BeforeProperty
  void openAll() throws IOException {
    for (Kind kind : Kind.values()) {
      Path directory = Files.createTempDirectory("vivim-model");
      directories.put(kind, directory);
      stores.put(kind, kind.open(directory));
    }
  }

  @AfterProperty
  void closeAll() throws IOException {
    stores.values().forEach(Store::close);
    for (Path directory : directories.values()) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Few bytes and few lengths, so that keys meet. */
  @Provide
  Arbitrary<List<Step>> programs() {
    Arbitrary<Bytes> keys =
        Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(
                list -> {
                  byte[] key = new byte[list.size()];
                  for (int i = 0; i < key.length; i++) {
                    key[i] = list.get(i);
                  }
                  return Bytes.owning(key);
                });
    Arbitrary<Act> acts =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.of(Act.COMMIT_LAZILY, Act.SCAN, Act.SEEK, Act.SNAPSHOT)),
            Tuple.of(2, Arbitraries.of(Act.COMMIT)),
            Tuple.of(1, Arbitraries.of(Act.REOPEN, Act.COMPACT, Act.PURGE)));
    return Combinators.combine(
            acts, keys.list().ofMinSize(2).ofMaxSize(12), Arbitraries.integers().between(0, 2000))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  @Property
  void everyEngineDoesWhatAMapDoes(@ForAll("programs") List<Step> program) {
    for (Kind kind : Kind.values()) {
      empty(store(kind));
      SortedMap<Bytes, Bytes> model = new TreeMap<>();
      for (Step step : program) {
        take(kind, step, model);
      }
      assertThat(entries(store(kind), KeyRange.ALL)).as("%s", kind).isEqualTo(model);
    }
  }

  private Store store(Kind kind) {
    return Optional.ofNullable(stores.get(kind)).orElseThrow();
  }

  private static void empty(Store store) {
    Batch batch = Batch.named("empty");
    entries(store, KeyRange.ALL).keySet().forEach(batch::delete);
    store.commit(batch, Durability.LAZY);
  }

  private void take(Kind kind, Step step, SortedMap<Bytes, Bytes> model) {
    Store store = store(kind);
    Bytes first = step.keys().get(0);
    Bytes second = step.keys().get(1);
    Bytes low = first.compareTo(second) <= 0 ? first : second;
    Bytes high = first.compareTo(second) <= 0 ? second : first;
    KeyRange range = KeyRange.of(low, high);
    switch (step.act()) {
      case COMMIT -> change(store, step, model, Durability.SYNC);
      case COMMIT_LAZILY -> change(store, step, model, Durability.LAZY);
      case SCAN ->
          assertThat(entries(store, range)).as("%s", kind).isEqualTo(model.subMap(low, high));
      case SEEK -> seek(store, range, step.keys(), model.subMap(low, high));
      case SNAPSHOT -> {
        Map<Bytes, Bytes> before = Map.copyOf(model);
        try (Snapshot snapshot = store.snapshot()) {
          change(store, step, model, Durability.LAZY);
          assertThat(entries(snapshot, KeyRange.ALL)).as("%s", kind).isEqualTo(before);
          for (Bytes key : step.keys()) {
            assertThat(snapshot.get(key)).isEqualTo(Optional.ofNullable(before.get(key)));
            assertThat(store.get(key)).isEqualTo(Optional.ofNullable(model.get(key)));
          }
        }
      }
      case REOPEN -> {
        if (kind != Kind.MEMORY) {
          store.close();
          stores.put(kind, kind.open(Optional.ofNullable(directories.get(kind)).orElseThrow()));
        }
      }
      case COMPACT -> store.compact();
      case PURGE -> store.purge(List.of(range));
    }
  }

  /** Puts every key, and deletes each third one. */
  private static void change(
      Store store, Step step, Map<Bytes, Bytes> model, Durability durability) {
    Batch batch = Batch.named("step");
    int at = 0;
    for (Bytes key : step.keys()) {
      if (at++ % 3 == 2) {
        batch.delete(key);
        model.remove(key);
      } else {
        byte[] value = new byte[step.size()];
        Arrays.fill(value, (byte) at);
        batch.put(key, Bytes.owning(value));
        model.put(key, Bytes.owning(value));
      }
    }
    store.commit(batch, durability);
  }

  private static void seek(
      Store store, KeyRange range, List<Bytes> keys, SortedMap<Bytes, Bytes> part) {
    List<Bytes> found = new ArrayList<>();
    List<Bytes> expected = new ArrayList<>();
    try (Scan scan = store.scan(range)) {
      for (Bytes key : keys) {
        found.add(scan.seek(key) ? scan.key() : Bytes.EMPTY);
        expected.add(
            part.keySet().stream()
                .filter(each -> each.compareTo(key) >= 0)
                .findFirst()
                .orElse(Bytes.EMPTY));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private static Map<Bytes, Bytes> entries(StoreView view, KeyRange range) {
    Map<Bytes, Bytes> all = new TreeMap<>();
    try (Scan scan = view.scan(range)) {
      while (scan.next()) {
        all.put(scan.key(), scan.value());
      }
    }
    return all;
  }
}
