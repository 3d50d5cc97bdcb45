package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.store.Engine;
import io.vivim.store.StoreException;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A process that ingests a history from a file and tells what was answered; others kill it, or
 * leave it too little room.
 */
final class IngestingChild {
  private static final String ROCKSDB = "librocksdbjni-linux64.so";

  private IngestingChild() {}

  /** Writes a history for children to read. */
  static void write(List<DecodedEvent> history, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (DecodedEvent event : history) {
        byte[] wire = event.raw().encode().toArray();
        out.writeInt(wire.length);
        out.write(wire);
      }
    }
  }

  private static List<RawEvent> read(Path file) throws IOException {
    List<RawEvent> history = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (in.available() > 0) {
        byte[] wire = new byte[in.readInt()];
        in.readFully(wire);
        history.add(RawEvent.decode(Bytes.copyOf(wire)).orThrow());
      }
    }
    return history;
  }

  /** The command that runs a child. */
  static List<String> command(Engine engine, Path home, Path history) throws IOException {
    Path scratch = history.resolveSibling("");
    // RocksDB's library is unpacked once, so that killed children leave no copies behind.
    try (InputStream library = IngestingChild.class.getResourceAsStream("/" + ROCKSDB)) {
      if (library != null && !Files.exists(scratch.resolve(ROCKSDB))) {
        Files.copy(library, scratch.resolve(ROCKSDB));
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        // Its log would count against a limit on files.
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + scratch,
        "-Djava.library.path=" + scratch,
        "-cp",
        System.getProperty("java.class.path"),
        IngestingChild.class.getName(),
        engine.name(),
        home.toString(),
        history.toString());
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<RawEvent> history = read(Path.of(args[2]));
    out.println("ready");
    try (TestLog here =
        new TestLog(Stores.open(Path.of(args[1]), Engine.valueOf(args[0]), StoreOptions.DEFAULT))) {
      List<CompletableFuture<Void>> told = new ArrayList<>();
      for (RawEvent event : history) {
        told.add(
            here.log
                .submit(event, TestLog.PEER)
                .thenAccept(outcome -> tell(out, event, outcome))
                .toCompletableFuture());
      }
      for (CompletableFuture<Void> one : told) {
        TestLog.await(one);
      }
    } catch (ExecutionException e) {
      fail(out, e.getCause());
    } catch (StoreException e) {
      fail(out, e);
    }
    out.println("done");
  }

  private static void fail(PrintStream out, @Nullable Throwable cause) {
    String error = cause instanceof StoreException e ? e.error().code() : String.valueOf(cause);
    out.println("failed: " + error);
    System.err.println(cause);
  }

  private static void tell(PrintStream out, RawEvent event, Outcome outcome) {
    if (outcome instanceof Outcome.Accepted
        || outcome instanceof Outcome.Duplicate
        || outcome instanceof Outcome.Pending) {
      out.println(EventId.ofHeader(event.header()) + " " + outcome.getClass().getSimpleName());
    }
  }
}
