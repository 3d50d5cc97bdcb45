package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.node.Terminal.Outcome;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreCommandTest {
  private static final int ENTRIES = 1000;

  @TempDir Path folder;

  private String filled(Engine engine) {
    Path data = folder.resolve("data");
    try (Store store = Stores.open(data, engine, StoreOptions.DEFAULT)) {
      Batch batch = Batch.named("test");
      for (int i = 0; i < ENTRIES; i++) {
        batch.put(Bytes.utf8("key " + i), Bytes.utf8("value " + i));
      }
      store.commit(batch, Durability.SYNC);
    }
    return data.toString();
  }

  @ParameterizedTest
  @EnumSource
  void statsTellFigures(Engine engine) {
    String data = filled(engine);
    Outcome outcome = Terminal.run("store", "stats", "--data", data);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines()).contains("engine " + engine.code(), "entries " + ENTRIES);
    assertThat(outcome.out()).containsPattern("disk-bytes [1-9]");
    assertThat(Terminal.run("store", "stats", "--data", data, "--json").out())
        .contains("\"engine\":\"" + engine.code() + "\"", "\"entries\":" + ENTRIES);
  }

  @Test
  void theDataFolderIsThatOfTheEnvironment() {
    Outcome outcome =
        Terminal.runIn(
            Terminal.quietSurroundings(Map.of("VIVIM_DATA", filled(Engine.H2))),
            InputStream.nullInputStream(),
            "store",
            "stats");
    assertThat(outcome.lines()).contains("engine h2");
    assertThat(Terminal.run("store", "stats").complaints())
        .containsExactly(
            "vivim: there is no store here: " + Path.of("absent-home", ".vivim", "data"));
  }

  @ParameterizedTest
  @EnumSource
  void compactSaysWhatItSaved(Engine engine) {
    Outcome outcome = Terminal.run("store", "compact", "--data", filled(engine));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).matches("compacted \\d+ to \\d+ bytes\n");
  }

  @ParameterizedTest
  @EnumSource
  void copyMakesTheSameStoreInAnotherEngine(Engine engine) {
    Engine other = engine == Engine.H2 ? Engine.ROCKSDB : Engine.H2;
    String from = filled(engine);
    String to = folder.resolve("copy").toString();
    Outcome outcome =
        Terminal.run("store", "copy", "--from", from, "--to", to, "--store", other.code());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo("copied 1000 entries; write in only one of the two with the same key\n");
    assertThat(Terminal.run("store", "stats", "--data", to).lines())
        .contains("engine " + other.code(), "entries " + ENTRIES);

    Outcome again = Terminal.run("store", "copy", "--from", from, "--to", to);
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(again.complaints()).containsExactly("vivim: there is a store here already: " + to);
  }

  @Test
  void whatCannotBeCopiedIsNamed() throws Exception {
    String data = filled(Engine.H2);
    String to = folder.resolve("to").toString();
    Outcome engine = Terminal.run("store", "copy", "--from", data, "--to", to, "--store", "paper");
    assertThat(engine.code()).isEqualTo(ExitCode.USAGE);
    assertThat(engine.err()).contains("--store takes h2 or rocksdb, not paper");
    assertThat(Terminal.run("store", "copy", "--from", data).code()).isEqualTo(ExitCode.USAGE);
    try (Store open = Stores.openExisting(Path.of(data))) {
      Outcome inUse = Terminal.run("store", "copy", "--from", data, "--to", to);
      assertThat(inUse.complaints()).hasSize(1);
      assertThat(inUse.err()).contains("the store is open already").contains(data);
      assertThat(open.get(Bytes.utf8("key 1"))).isPresent();
    }
    assertThat(Files.exists(Path.of(to))).isFalse();
  }

  @Test
  void progressIsDrawnOnlyWhereSomebodyWatches() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    AtomicLong clock = new AtomicLong();
    Console watched =
        new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, true);
    try (Progress progress = new Progress(watched, "copying", "entries", 200, clock::get)) {
      progress.at(50);
      progress.at(51);
      clock.addAndGet(1_000_000_000);
      progress.at(300);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\u001b[Kcopying [######------------------] 25% 50 of 200 entries"
                + "\r\u001b[Kcopying [########################] 100% 300 of 300 entries"
                + "\r\u001b[K");
    err.reset();
    Console unwatched =
        new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err);
    try (Progress progress = new Progress(unwatched, "copying", "entries", 200, clock::get)) {
      progress.at(50);
    }
    assertThat(err.size()).isZero();
  }
}
