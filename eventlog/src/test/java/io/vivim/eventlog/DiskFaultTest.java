package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a disk comes as one clear error, and costs nothing that was acknowledged. */
class DiskFaultTest {
  private static final int EVENTS = 5000;

  /** In blocks of 512 bytes; a store needs less to be made and more for the whole history. */
  private static final int FILE_BLOCKS = 6 * 1024;

  private static Store open(Engine engine, Path home) {
    return Stores.open(home, engine, StoreOptions.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aFullDiskIsToldAndWhatWasAcknowledgedStays(Engine engine, @TempDir Path directory)
      throws Exception {
    Path history = directory.resolve("history");
    IngestingChild.write(History.of(1, EVENTS), history);
    Path home = directory.resolve("store");

    List<String> said = runWithLittleRoom(engine, home, history);

    assertThat(said).contains("failed: disk-full");
    List<EventId> accepted = new ArrayList<>();
    for (String line : said) {
      if (line.endsWith(" Accepted")) {
        accepted.add(EventId.parse(line.substring(0, line.indexOf(' '))).orElseThrow());
      }
    }
    assertThat(accepted).isNotEmpty();
    try (TestLog here = new TestLog(open(engine, home))) {
      assertThat(here.problems()).isEmpty();
      assertThat(accepted).allMatch(id -> here.log.find(id).isPresent());
      here.giveAll(History.of(1, EVENTS));
      assertThat(here.held()).isEmpty();
    }
  }

  private static List<String> runWithLittleRoom(Engine engine, Path home, Path history)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -f " + FILE_BLOCKS + "; exec \"$@\"", "sh"));
    command.addAll(IngestingChild.command(engine, home, history));
    // What it says goes through a pipe, which the limit does not count.
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String all = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return all.lines().toList();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aLogOfALaterVersionIsLeftAlone(Engine engine, @TempDir Path home) throws Exception {
    try (TestLog here = new TestLog(open(engine, home))) {
      here.give(new Author(1).create());
    }
    Bytes key = Bytes.concat(Bytes.fromHex("00"), Bytes.utf8("layout/" + LogKeys.LAYOUT));
    Bytes version;
    try (Store store = open(engine, home)) {
      version = store.get(key).orElseThrow();
      store.commit(Batch.named("later").put(key, Bytes.fromHex("00000063")), Durability.SYNC);
    }

    try (Store store = open(engine, home)) {
      assertThatThrownBy(() -> new TestLog(store))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.NEWER_VERSION));
      store.commit(Batch.named("back").put(key, version), Durability.SYNC);
    }
    try (TestLog here = new TestLog(open(engine, home))) {
      assertThat(here.log.head().position()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSecondOpeningIsRefusedAndTheFirstGoesOn(Engine engine, @TempDir Path home)
      throws Exception {
    try (TestLog here = new TestLog(open(engine, home))) {
      assertThatThrownBy(() -> open(engine, home))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.error()).isEqualTo(StoreError.IN_USE));
      assertThat(here.give(new Author(1).create())).isEqualTo(new Outcome.Accepted(1));
    }
  }
}
