package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store makes is for its owner alone. */
@DisabledOnOs(OS.WINDOWS)
class OwnerOnlyTest {
  @TempDir Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aNewStoreIsClosedToOthers(Engine engine) throws Exception {
    Path data = folder.resolve("above").resolve("data");
    try (Store store = Stores.open(data, engine, StoreOptions.DEFAULT)) {
      assertThat(store.stats().engine()).isEqualTo(engine.code());
      assertThat(mode(data)).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("above"))).isEqualTo("rwx------");
      assertThat(mode(data.resolve("engine"))).isEqualTo("rwx------");
      for (String file : new String[] {"lock", "owner", "vivim-store"}) {
        assertThat(mode(data.resolve(file))).as(file).isEqualTo("rw-------");
      }
      assertThat(OwnerOnly.isOpenToOthers(data)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aStoreThatOthersCouldReadIsClosedToThemWhenItIsOpened(Engine engine) throws Exception {
    Stores.open(folder, engine, StoreOptions.DEFAULT).close();
    Path files = folder.resolve("engine");
    Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

    Stores.openExisting(folder).close();

    assertThat(mode(files)).isEqualTo("rwx------");
    assertThat(mode(folder)).as("it may hold more than a store").isEqualTo("rwxr-x---");
    assertThat(OwnerOnly.isOpenToOthers(folder)).isTrue();
  }
}
