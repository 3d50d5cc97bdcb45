package io.vivim.store;

import static io.vivim.store.Kind.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of files in which a byte has changed: an error or the right data. */
class StoreDamageTest {
  private static final int FLIPS = Kind.IS_LONG ? 3000 : 150;
  private static final int SMALL_FILE_BYTES = 4096;

  @TempDir Path directory;

  private final Map<Bytes, Bytes> model = new TreeMap<>();

  private void fill(Kind kind) {
    Random random = new Random(11);
    for (int open = 0; open < 3; open++) {
      try (Store store = kind.open(directory)) {
        for (int round = 0; round < 10; round++) {
          Batch batch = Batch.named("fill");
          for (int i = 0; i < 30; i++) {
            byte[] value = new byte[random.nextInt(600)];
            random.nextBytes(value);
            Bytes key = number(random.nextInt(500));
            batch.put(key, Bytes.owning(value));
            model.put(key, Bytes.owning(value));
          }
          store.commit(batch, Durability.LAZY);
        }
      }
    }
  }

  private Map<Path, byte[]> files() throws IOException {
    Map<Path, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file, Files.readAllBytes(file));
      }
    }
    return all;
  }

  private void restore(Map<Path, byte[]> files) throws IOException {
    for (Path file : files().keySet()) {
      if (!files.containsKey(file)) {
        Files.delete(file);
      }
    }
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void aChangedByteIsAnErrorOrHarmless(Kind kind) throws IOException {
    fill(kind);
    Map<Path, byte[]> whole = files();
    List<Map.Entry<Path, byte[]>> targets = new ArrayList<>(whole.entrySet());
    targets.removeIf(file -> file.getValue().length == 0);
    Random random = new Random(Kind.IS_LONG ? System.nanoTime() : 5);
    Map<StoreError, Integer> errors = new EnumMap<>(StoreError.class);
    for (int flip = 0; flip < FLIPS; flip++) {
      Map.Entry<Path, byte[]> target = targets.get(random.nextInt(targets.size()));
      Path path = target.getKey();
      byte[] bytes = target.getValue().clone();
      // The ends of files say most about the rest.
      int reach = random.nextBoolean() ? Math.min(SMALL_FILE_BYTES, bytes.length) : bytes.length;
      int at =
          random.nextBoolean() ? random.nextInt(reach) : bytes.length - 1 - random.nextInt(reach);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, bytes);
      try (Store store = kind.open(directory)) {
        assertThat(all(store)).as("%s at %s", path, at).isEqualTo(model);
      } catch (StoreException e) {
        errors.merge(e.error(), 1, Integer::sum);
        assertThat(e.error())
            .as("%s at %s: %s", path, at, e)
            .isIn(StoreError.CORRUPT, StoreError.NEWER_VERSION, StoreError.FAILED);
      }
      restore(whole);
    }
    assertThat(errors.get(StoreError.CORRUPT)).as("%s", errors).isGreaterThan(FLIPS / 10);
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void aFileWithoutItsBeginningIsNamedAndNoObjectOfJavas(Kind kind) throws IOException {
    fill(kind);
    Map<Path, byte[]> whole = files();
    for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
      byte[] bytes = file.getValue().clone();
      Arrays.fill(bytes, 0, Math.min(2 * SMALL_FILE_BYTES, bytes.length), (byte) 0);
      Files.write(file.getKey(), bytes);
      try (Store store = kind.open(directory)) {
        assertThat(all(store)).isEqualTo(model);
      } catch (StoreException e) {
        assertThat(e.getMessage())
            .as("%s", file.getKey())
            .endsWith(directory.toString())
            .doesNotContain("@", "io.vivim");
      }
      restore(whole);
    }
  }

  private static Map<Bytes, Bytes> all(Store store) {
    Map<Bytes, Bytes> all = new TreeMap<>();
    try (Scan scan = store.scan(KeyRange.ALL)) {
      while (scan.next()) {
        all.put(scan.key(), scan.value());
      }
    }
    return all;
  }
}
