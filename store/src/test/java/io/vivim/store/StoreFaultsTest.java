package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store says where it cannot be opened or used: one sentence, and nothing is lost. */
class StoreFaultsTest {
  private static final Path FORMAT = Path.of("vivim-store");

  /** In units of 512 bytes, as sh counts: less than the child writes, more than it needs. */
  private static final int FILE_LIMIT_BLOCKS = 3 * 1024;

  @TempDir Path directory;
  @TempDir Path scratch;

  private void assertFails(StoreError error, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.error()).isEqualTo(error);
              assertThat(e.getMessage()).contains(directory.toString()).doesNotContain("\n");
            });
  }

  private static void write(Store store) {
    store.commit(Batch.named("test").put(Kind.key("a"), Kind.hex("01")), Durability.SYNC);
  }

  private static void assertWritten(Store store) {
    assertThat(store.get(Kind.key("a"))).contains(Kind.hex("01"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theEngineIsFoundFromTheDirectory(Engine engine) {
    try (Store store = Stores.open(directory, engine, StoreOptions.DEFAULT)) {
      write(store);
    }
    try (Store store = Stores.openExisting(directory)) {
      assertThat(store.stats().engine()).isEqualTo(engine.code());
      assertWritten(store);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anotherEngineIsRefused(Engine engine) {
    Engine other = engine == Engine.H2 ? Engine.ROCKSDB : Engine.H2;
    Stores.open(directory, engine, StoreOptions.DEFAULT).close();

    assertFails(StoreError.OTHER_ENGINE, () -> Stores.open(directory, other, StoreOptions.DEFAULT));
    Stores.open(directory, engine, StoreOptions.DEFAULT).close();
  }

  @Test
  void aMissingStoreIsNotMade() throws IOException {
    assertFails(StoreError.MISSING, () -> Stores.openExisting(directory));
    assertFails(StoreError.MISSING, () -> Stores.openExisting(directory.resolve("none")));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aStoreOfALaterVersionIsLeftAlone(Engine engine) throws IOException {
    try (Store store = Stores.open(directory, engine, StoreOptions.DEFAULT)) {
      write(store);
    }
    Path file = directory.resolve(FORMAT);
    String now = Files.readString(file);
    Files.writeString(file, now.replace("vivim-store 1", "vivim-store 2") + "something new\n");

    assertFails(StoreError.NEWER_VERSION, () -> Stores.openExisting(directory));
    assertFails(
        StoreError.NEWER_VERSION, () -> Stores.open(directory, engine, StoreOptions.DEFAULT));
    Files.writeString(file, now);
    try (Store store = Stores.openExisting(directory)) {
      assertWritten(store);
    }
  }

  @Test
  void aStoreThatEndsBeforeItsEndIsDamaged() throws IOException {
    try (Store store = Stores.open(directory, Engine.ROCKSDB, StoreOptions.DEFAULT)) {
      write(store);
    }
    String seal = Files.readString(directory.resolve("sealed"));
    for (String other : List.of("9" + seal, "x", "")) {
      Files.writeString(directory.resolve("sealed"), other);
      assertFails(StoreError.CORRUPT, () -> Stores.openExisting(directory));
    }
    Files.writeString(directory.resolve("sealed"), seal);
    try (Store store = Stores.openExisting(directory)) {
      assertWritten(store);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void filesWithoutAnEngineAreNotOverwritten(Engine engine) throws IOException {
    try (Store store = Stores.open(directory, engine, StoreOptions.DEFAULT)) {
      write(store);
    }
    String format = Files.readString(directory.resolve(FORMAT));
    Files.delete(directory.resolve(FORMAT));

    assertFails(StoreError.CORRUPT, () -> Stores.open(directory, engine, StoreOptions.DEFAULT));
    Files.writeString(directory.resolve(FORMAT), format);
    try (Store store = Stores.openExisting(directory)) {
      assertWritten(store);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aBeginningThatWasBrokenOffIsMadeAgain(Engine engine) throws IOException {
    Files.writeString(
        directory.resolve(FORMAT), new StoreFormat(engine, StoreFormat.State.NEW).text());
    Files.createDirectory(directory.resolve("engine"));
    Files.writeString(directory.resolve("engine").resolve("tree-1"), "half a tr");
    Files.writeString(directory.resolve("engine").resolve("CURRENT"), "MANI");

    try (Store store = Stores.open(directory, engine, StoreOptions.DEFAULT)) {
      write(store);
      assertWritten(store);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void oneProcessHasAStoreForItself(Kind kind) throws Exception {
    try (Store store = kind.open(directory)) {
      write(store);
      // Closing a second channel to the file would give up the lock of the first.
      for (int i = 0; i < 3; i++) {
        assertFails(StoreError.IN_USE, () -> kind.open(directory));
      }
      try (Child child = child(kind)) {
        assertThat(child.line().orElse("nothing")).startsWith("failed in-use the store is open in");
        assertThat(child.line()).isEmpty();
      }
      assertWritten(store);
    }
    try (Child child = child(kind)) {
      assertThat(child.line().orElse("nothing")).startsWith("open ");
      assertFails(StoreError.IN_USE, () -> kind.open(directory));
      child.kill();
    }
    try (Store store = kind.open(directory)) {
      assertWritten(store);
    }
  }

  private Child child(Kind kind) throws IOException {
    return Child.start(scratch, List.of(), CommittingChild.class, kind, directory, 1_000_000);
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskLosesNothingThatWasPromised(Kind kind) throws Exception {
    List<String> limited =
        List.of("sh", "-c", "ulimit -f " + FILE_LIMIT_BLOCKS + " && exec \"$@\"", "sh");
    long promised = 0;
    String last = "nothing";
    try (Child child =
        Child.start(scratch, limited, CommittingChild.class, kind, directory, 1_000_000)) {
      for (String line = child.line().orElse(""); !line.isEmpty(); ) {
        last = line;
        if (line.startsWith("sync")) {
          promised = Long.parseLong(line.substring(5));
        }
        line = child.line().orElse("");
      }
    }
    assertThat(last)
        .isEqualTo(
            "failed disk-full the disk is full, or the share of it that this process may use: "
                + directory);
    assertThat(promised).isPositive();
    try (Store store = kind.open(directory)) {
      assertThat(CommittingChild.check(store)).isGreaterThanOrEqualTo(promised);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  @DisabledOnOs(OS.WINDOWS)
  void aReadOnlyDirectoryIsNamed(Kind kind) throws Exception {
    try (Store store = kind.open(directory)) {
      write(store);
    }
    setPermissions("r-xr-xr-x", directory);
    try {
      try (Child child = Child.run(unprivileged(kind))) {
        assertThat(child.line())
            .contains("failed read-only the store cannot be written to: " + directory);
      }
    } finally {
      setPermissions("rwxr-xr-x", directory);
    }
    try (Store store = kind.open(directory)) {
      assertWritten(store);
    }
  }

  /** The command of a child that permissions bind; root may do everything, so then as nobody. */
  private List<String> unprivileged(Kind kind) throws IOException {
    String classPath = System.getProperty("java.class.path");
    List<String> command =
        Child.java(scratch, classPath, CommittingChild.class, kind, directory, 10);
    if (!System.getProperty("user.name").equals("root")) {
      return command;
    }
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root cannot be nobody here");
    // What lies in root's own folders nobody else can read.
    StringBuilder copied = new StringBuilder();
    for (String entry : classPath.split(":", -1)) {
      Path source = Path.of(entry);
      Path target = scratch.resolve("class-path-" + copied.length());
      copy(source, target);
      copied.append(copied.isEmpty() ? "" : ":").append(target);
    }
    setPermissions("rwxr-xr-x", scratch);
    command = Child.java(scratch, copied.toString(), CommittingChild.class, kind, directory, 10);
    return Stream.concat(
            Stream.of("/usr/bin/setpriv", "--reuid=65534", "--clear-groups"), command.stream())
        .toList();
  }

  private static void copy(Path source, Path target) throws IOException {
    if (!Files.exists(source)) {
      return;
    }
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  private static void setPermissions(String permissions, Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
