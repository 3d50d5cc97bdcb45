package io.vivim.node.ledger;

import io.vivim.store.Engine;
import io.vivim.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that rebuilds a state and tells how far it is; others kill it. */
final class RebuildingChild {
  private static final String ROCKSDB = "librocksdbjni-linux64.so";

  private RebuildingChild() {}

  /**
   * The command that runs a child.
   *
   * @param waits whether it waits for a byte of input after each position that it tells
   */
  static List<String> command(Engine engine, Path home, Path scratch, boolean waits)
      throws IOException {
    // RocksDB's library is unpacked once, so that killed children leave no copies behind.
    try (InputStream library = RebuildingChild.class.getResourceAsStream("/" + ROCKSDB)) {
      if (library != null && !Files.exists(scratch.resolve(ROCKSDB))) {
        Files.copy(library, scratch.resolve(ROCKSDB));
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-Djava.io.tmpdir=" + scratch,
        "-Djava.library.path=" + scratch,
        "-cp",
        System.getProperty("java.class.path"),
        RebuildingChild.class.getName(),
        engine.name(),
        home.toString(),
        String.valueOf(waits));
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    boolean waits = Boolean.parseBoolean(args[2]);
    try (Store store = LedgerRows.store(Path.of(args[1]), Engine.valueOf(args[0]))) {
      out.println("ready");
      Ledger.rebuild(
          store,
          position -> {
            out.println(position);
            if (waits) {
              read();
            }
          });
    }
    out.println("done");
  }

  private static void read() {
    try {
      System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
