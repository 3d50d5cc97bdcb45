package io.vivim.libp2p.book;

import static io.vivim.libp2p.book.Books.at;
import static io.vivim.libp2p.book.Books.peer;
import static io.vivim.libp2p.book.Books.ports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store whose disk fails at any step, and what there is after a crash right then. */
final class DiskTest {
  @TempDir private Path folder;

  private final Books.Clock clock = new Books.Clock();
  private final Queue<Runnable> toWrite = new ArrayDeque<>();
  private final Watched disk = new Watched();
  private int copies;

  /** How a step fails. */
  private enum Fault {
    NONE,
    WRITES_NOTHING,
    WRITES_A_PIECE,
    WRITES_AND_FAILS,
    DOES_NOT_FORCE,
    DOES_NOT_REPLACE,
    REPLACES_AND_FAILS
  }

  /** A disk that tells its steps, and fails as it is told. */
  private static final class Watched implements Disk {
    final List<String> steps = new ArrayList<>();
    Fault fault = Fault.NONE;

    private void failIf(Fault... faults) throws IOException {
      if (Arrays.asList(faults).contains(fault)) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void write(FileChannel to, long at, ByteBuffer from) throws IOException {
      steps.add("write");
      failIf(Fault.WRITES_NOTHING);
      ByteBuffer piece =
          fault == Fault.WRITES_A_PIECE ? from.duplicate().limit(from.limit() / 2) : from;
      Disk.super.write(to, at, piece);
      failIf(Fault.WRITES_A_PIECE, Fault.WRITES_AND_FAILS);
    }

    @Override
    public void force(FileChannel file) throws IOException {
      steps.add("force");
      failIf(Fault.DOES_NOT_FORCE);
      Disk.super.force(file);
    }

    @Override
    public void replace(Path older, Path newer) throws IOException {
      steps.add("replace");
      failIf(Fault.DOES_NOT_REPLACE);
      Disk.super.replace(older, newer);
      failIf(Fault.REPLACES_AND_FAILS);
    }
  }

  private FilePeerStore open() throws IOException {
    return FilePeerStore.open(folder.resolve("peers"), clock, toWrite::add, 100, disk);
  }

  private void write() {
    while (!toWrite.isEmpty()) {
      toWrite.remove().run();
    }
  }

  private void say(PeerStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.said(peer(i), ports(i), Source.GIVEN);
    }
    write();
  }

  /** How many are known after a crash that comes now. */
  private int known() throws IOException {
    Path copy = folder.resolve("copy" + copies++);
    Files.copy(folder.resolve("peers"), copy);
    try (FilePeerStore store = FilePeerStore.open(copy, clock, toWrite::add, 100, Disk.REAL)) {
      return store.peers().size();
    }
  }

  @Test
  void aFileIsOnTheDiskBeforeItTakesThePlaceOfAnother() throws IOException {
    try (FilePeerStore store = open()) {
      say(store, 1, 50);
      for (int i = 0; i < 8_000; i++) {
        store.failed(peer(1), at(1));
        write();
      }
    }
    int last = 0;
    for (int i = 0; i < disk.steps.size(); i++) {
      if (disk.steps.get(i).equals("replace")) {
        assertThat(disk.steps.get(i - 1)).isEqualTo("force");
        last = i;
      }
    }
    assertThat(last).as("it was written anew").isPositive();
    assertThat(disk.steps).as("and is on the disk when it is closed").endsWith("force");
  }

  @EnumSource(Fault.class)
  @ParameterizedTest
  void noFaultOfADiskThatPassesCostsAnything(Fault fault) throws IOException {
    try (FilePeerStore store = open()) {
      say(store, 1, 10);
      disk.fault = Fault.WRITES_NOTHING;
      say(store, 10, 20);
      assertThat(store.failure()).isPresent();
      assertThat(known()).isEqualTo(9);

      disk.fault = fault;
      clock.millis += FilePeerStore.RETRY_AFTER.toMillis();
      say(store, 20, 30);
      assertThat(store.failure().isPresent()).isEqualTo(fault != Fault.NONE);
      assertThat(known()).isBetween(9, 29);

      disk.fault = Fault.NONE;
      clock.millis += FilePeerStore.RETRY_AFTER.toMillis();
      say(store, 30, 40);
      assertThat(store.failure()).isEmpty();
      assertThat(known()).isEqualTo(39);
      say(store, 40, 50);
      assertThat(known()).isEqualTo(49);
    }
  }

  @Test
  void aDiskThatFailsIsTriedOnceAMinute() throws IOException {
    try (FilePeerStore store = open()) {
      disk.fault = Fault.WRITES_NOTHING;
      say(store, 1, 2);
      disk.steps.clear();
      for (int second = 0; second < 600; second++) {
        clock.millis += 1000;
        store.failed(peer(1), at(1));
        write();
      }
      assertThat(disk.steps).hasSize(10);
      clock.millis -= 1_000_000_000;
      store.failed(peer(1), at(1));
      write();
      assertThat(disk.steps).as("by a clock that was set back").hasSize(11);
      disk.fault = Fault.NONE;
    }
    assertThat(known()).isEqualTo(1);
  }

  @Test
  void aStoreThatCannotWriteItsLastSaysSoAndLetsGoOfTheFile() throws IOException {
    FilePeerStore store = open();
    say(store, 1, 2);
    disk.fault = Fault.WRITES_A_PIECE;
    say(store, 2, 3);
    assertThatThrownBy(store::close).isInstanceOf(IOException.class).hasMessageContaining("space");
    disk.fault = Fault.NONE;
    try (FilePeerStore again = open()) {
      assertThat(again.peers()).containsExactly(peer(1));
    }
  }

  @Test
  void aStoreOpensThoughItsDiskIsFull() throws IOException {
    try (FilePeerStore store = open()) {
      say(store, 1, 2);
      store.linked(peer(1));
      write();
      Files.copy(folder.resolve("peers"), folder.resolve("left"));
    }
    disk.fault = Fault.WRITES_NOTHING;
    FilePeerStore store =
        FilePeerStore.open(folder.resolve("left"), clock, toWrite::add, 100, disk);
    assertThat(store.addresses(peer(1))).containsExactly(at(1));
    assertThat(store.failure()).isPresent();
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);
  }
}
