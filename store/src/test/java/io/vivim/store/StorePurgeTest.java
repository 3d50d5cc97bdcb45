package io.vivim.store;

import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a purge leaves in the files: nothing of what was deleted or overwritten. */
class StorePurgeTest {
  private static final int SECRETS = 15;
  private static final int VALUE_BYTES = 200;
  private static final int KEY_BYTES = 40;

  /** A part is searched for, because checksums and the edges of blocks may divide the whole. */
  private static final int PART_BYTES = 16;

  @TempDir Path directory;

  private final Random random = new Random(3);
  private final List<Bytes> gone = new ArrayList<>();
  private final List<Bytes> kept = new ArrayList<>();

  private Bytes secret(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Bytes.owning(secret);
  }

  /** Keys of three spaces, of which the one in the middle has secrets. */
  private Bytes key(int space) {
    return Bytes.concat(Bytes.owning(new byte[] {(byte) space}), secret(KEY_BYTES));
  }

  /** Writes entries, overwrites some and deletes some, over many commits and files. */
  private void fill(Store store) {
    List<Bytes> keys = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      Batch batch = Batch.named("fill");
      for (int i = 0; i < 40; i++) {
        batch.put(key(1), secret(5000)).put(key(3), secret(900));
      }
      for (int i = 0; i < 10; i++) {
        Bytes key = key(2);
        Bytes value = secret(VALUE_BYTES);
        batch.put(key, value);
        keys.add(key);
        gone.add(value);
      }
      store.commit(batch, Durability.LAZY);
    }
    Batch change = Batch.named("change");
    for (int i = 0; i < keys.size(); i++) {
      if (i % 3 == 0) {
        Bytes value = secret(VALUE_BYTES);
        change.put(keys.get(i), value);
        kept.add(value);
      } else {
        change.delete(keys.get(i));
        gone.add(keys.get(i).from(1));
      }
    }
    store.commit(change, Durability.SYNC);
  }

  /** What is in all files; one that the engine deletes meanwhile is without anything. */
  private String files() throws IOException {
    StringBuilder all = new StringBuilder();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
              return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
              return visitFileFailed(file, e);
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return all.toString();
  }

  private static boolean holds(String files, Bytes secret) {
    for (int at = 0; at + PART_BYTES <= secret.size(); at += PART_BYTES) {
      byte[] part = secret.slice(at, at + PART_BYTES).toArray();
      if (files.contains(new String(part, StandardCharsets.ISO_8859_1))) {
        return true;
      }
    }
    return false;
  }

  private void assertGone() throws IOException {
    String files = files();
    List<Bytes> sample = gone.subList(gone.size() - 2 * SECRETS, gone.size());
    assertThat(sample.stream().filter(secret -> holds(files, secret))).isEmpty();
    assertThat(gone.stream().limit(SECRETS).filter(secret -> holds(files, secret))).isEmpty();
    assertThat(kept.stream().limit(SECRETS).filter(secret -> !holds(files, secret))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void nothingIsLeftOfWhatWasDeletedOrOverwritten(Kind kind) throws IOException {
    try (Store store = kind.open(directory)) {
      fill(store);
      String before = files();
      assertThat(gone.stream().limit(SECRETS).filter(secret -> holds(before, secret))).isNotEmpty();

      store.purge(List.of(KeyRange.startingWith(Bytes.fromHex("02"))));
      assertGone();

      store.commit(Batch.named("after").put(number(1), number(1)), Durability.SYNC);
      assertThat(entries(store)).isEqualTo(30 * 80 + 101);
      assertGone();
    }
    assertGone();
    try (Store store = kind.open(directory)) {
      assertGone();
      assertThat(entries(store)).isEqualTo(30 * 80 + 101);
    }
  }

  private static int entries(Store store) {
    int entries = 0;
    try (Scan scan = store.scan(KeyRange.ALL)) {
      while (scan.next()) {
        entries++;
      }
    }
    return entries;
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void aReaderFromBeforeIsWaitedForAndThenNamed(Kind kind) throws IOException {
    try (Store store = kind.open(directory)) {
      fill(store);
      try (Snapshot before = store.snapshot()) {
        assertThatThrownBy(() -> store.purge(List.of(KeyRange.ALL)))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.IN_USE));
        assertThat(before.scan(KeyRange.ALL).next()).isTrue();
      }
    }
    try (Store store = kind.open(directory)) {
      store.purge(List.of(KeyRange.ALL));
      assertGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void compactingChangesNoEntryAndSavesSpace(Kind kind) {
    try (Store store = kind.open(directory)) {
      fill(store);
      Batch batch = Batch.named("delete");
      try (Scan scan = store.scan(KeyRange.startingWith(Bytes.fromHex("01")))) {
        while (scan.next()) {
          batch.delete(scan.key());
        }
      }
      store.commit(batch, Durability.SYNC);
      long before = store.stats().diskBytes();
      store.compact();

      assertThat(entries(store)).isEqualTo(30 * 40 + 100);
      if (kind != Kind.MEMORY) {
        assertThat(store.stats().diskBytes()).isLessThan(before / 2).isGreaterThan(30 * 40 * 900);
      }
    }
  }
}
