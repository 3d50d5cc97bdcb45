package io.vivim.libp2p.book;

import static io.vivim.libp2p.book.Books.at;
import static io.vivim.libp2p.book.Books.key;
import static io.vivim.libp2p.book.Books.peer;
import static io.vivim.libp2p.book.Books.ports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are remembered after the process has ended, whatever became of it. */
final class FilePeerStoreTest {
  @TempDir private Path folder;

  private final Books.Clock clock = new Books.Clock();
  private final Queue<Runnable> toWrite = new ArrayDeque<>();
  private Path path;
  private int copies;

  @BeforeEach
  void name() {
    path = folder.resolve("peers");
  }

  private FilePeerStore open() throws IOException {
    return FilePeerStore.open(path, clock, toWrite::add, 100, Disk.REAL);
  }

  private void write() {
    while (!toWrite.isEmpty()) {
      toWrite.remove().run();
    }
  }

  private static void fill(PeerStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.said(peer(i), ports(i), Source.GIVEN);
      store.signed(Books.record(key(i), i, at(1_000 + i)), any -> true);
      store.identified(key(i).publicKey(), List.of("/" + i), "agent " + i);
      store.linked(peer(i));
      store.reached(peer(i), at(i));
      store.unlinked(peer(i));
    }
  }

  private static List<KnownPeer> all(PeerStore store) {
    return store.peers().stream().map(store::find).map(known -> known.orElseThrow()).toList();
  }

  @Test
  void whatIsKnownIsKnownTheNextTime() throws IOException {
    List<KnownPeer> before;
    try (FilePeerStore store = open()) {
      fill(store, 1, 10);
      store.failed(peer(3), at(3));
      store.forget(peer(4));
      before = all(store);
    }
    try (FilePeerStore store = open()) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(before).hasSize(8);
    }
  }

  @Test
  void aKeyThatIsNotInThePeersNameIsKept() throws IOException {
    PrivateKey rsaLike = PrivateKey.generate(KeyType.ECDSA, new SecureRandom());
    try (FilePeerStore store = open()) {
      store.identified(rsaLike.publicKey(), List.of(), "");
    }
    try (FilePeerStore store = open()) {
      assertThat(store.find(rsaLike.publicKey().peerId()).flatMap(KnownPeer::key))
          .contains(rsaLike.publicKey());
    }
  }

  @Test
  void whatWasWrittenIsThereThoughNobodyClosedTheStore() throws IOException {
    try (FilePeerStore store = open()) {
      fill(store, 1, 4);
      write();
      Path copy = folder.resolve("copy");
      Files.copy(path, copy);
      path = copy;
      try (FilePeerStore again = open()) {
        assertThat(all(again)).containsExactlyInAnyOrderElementsOf(all(store));
      }
    }
  }

  /** A crash may leave any piece of what was appended. */
  @Test
  void aFileThatEndsAnywhereHoldsAllThatIsWholeAndGoesOn() throws IOException {
    long first;
    try (FilePeerStore store = open()) {
      store.said(peer(1), ports(1), Source.GIVEN);
      write();
      first = Files.size(path);
      store.said(peer(2), ports(2), Source.GIVEN);
    }
    byte[] whole = Files.readAllBytes(path);
    for (int size = 0; size <= whole.length; size++) {
      path = folder.resolve("cut" + size);
      Files.write(path, Arrays.copyOf(whole, size));
      try (FilePeerStore store = open()) {
        int known = size < first ? 0 : size < whole.length ? 1 : 2;
        assertThat(store.peers()).hasSize(known);
        store.said(peer(3), ports(3), Source.GIVEN);
      }
      try (FilePeerStore store = open()) {
        assertThat(store.addresses(peer(3))).containsExactly(at(3));
      }
    }
  }

  /** So may a disk that writes pieces in another order, or wears out. */
  @Test
  void aByteThatIsWrongAnywhereCostsNoMoreThanWhatStandsBehindIt() throws IOException {
    long first;
    try (FilePeerStore store = open()) {
      store.said(peer(1), ports(1), Source.GIVEN);
      write();
      first = Files.size(path);
      store.said(peer(2), ports(2), Source.GIVEN);
    }
    byte[] whole = Files.readAllBytes(path);
    for (int at = PeerFile.MAGIC.size(); at < whole.length; at++) {
      path = folder.resolve("wrong" + at);
      byte[] wrong = whole.clone();
      wrong[at] ^= 0x40;
      Files.write(path, wrong);
      try (FilePeerStore store = open()) {
        assertThat(store.peers()).hasSize(at < first ? 0 : 1);
      }
    }
  }

  @Test
  void aFileOfSomethingElseIsLeftAlone() throws IOException {
    byte[] other = "something else".getBytes(StandardCharsets.UTF_8);
    Files.write(path, other);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("no store");
    assertThat(Files.readAllBytes(path)).isEqualTo(other);
  }

  @Test
  void theFileDoesNotGrowWithoutEnd() throws IOException {
    List<KnownPeer> before;
    try (FilePeerStore store = open()) {
      fill(store, 1, 50);
      for (int i = 0; i < 20_000; i++) {
        store.failed(peer(1 + i % 49), at(1 + i % 49));
        write();
        assertThat(Files.size(path)).isLessThan(300_000);
      }
      before = all(store);
    }
    try (FilePeerStore again = open()) {
      assertThat(all(again)).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void whatARewriteLeftIsNotMissed() throws IOException {
    try (FilePeerStore store = open()) {
      fill(store, 1, 4);
    }
    Files.write(folder.resolve("peers.new"), new byte[] {1, 2, 3});
    try (FilePeerStore store = open()) {
      assertThat(store.peers()).hasSize(3);
    }
    assertThat(folder.resolve("peers.new")).doesNotExist();
  }

  @Test
  void filesAreForTheirOwnerAlone() throws IOException {
    try (FilePeerStore store = open()) {
      fill(store, 1, 90);
      for (int i = 0; i < 2_000; i++) {
        store.failed(peer(1 + i % 89), at(1 + i % 89));
        write();
      }
    }
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(path))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
  }

  @Test
  void twoStoresDoNotShareAFile() throws IOException {
    try (FilePeerStore store = open()) {
      assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
      store.said(peer(1), ports(1), Source.GIVEN);
    }
    open().close();
  }

  /** An interrupt closes the file. */
  private void failOnce(FilePeerStore store) {
    Thread.currentThread().interrupt();
    write();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.failure()).isPresent();
  }

  @Test
  void nothingIsNotedForADiskThatHasFailedAndAllIsWrittenAtTheEnd() throws IOException {
    List<KnownPeer> known;
    try (FilePeerStore store = open()) {
      fill(store, 1, 5);
      failOnce(store);
      fill(store, 5, 60);
      assertThat(store.unwritten()).isZero();
      assertThat(toWrite).isEmpty();
      known = all(store);
    }
    try (FilePeerStore store = open()) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(known);
    }
  }

  @Test
  void aMinuteAfterTheDiskHasFailedTheNextChangeHasAllWritten() throws IOException {
    try (FilePeerStore store = open()) {
      fill(store, 1, 5);
      failOnce(store);
      clock.millis += FilePeerStore.RETRY_AFTER.toMillis();
      fill(store, 5, 6);
      assertThat(toWrite).hasSize(1);
      write();
      assertThat(store.failure()).isEmpty();
      fill(store, 6, 7);
      write();
      assertThat(all(crashed())).containsExactlyInAnyOrderElementsOf(all(store)).hasSize(6);
    }
  }

  @Test
  void whoIsInterruptedAndClosesTheStoreWritesAllTheSame() throws IOException {
    FilePeerStore store = open();
    fill(store, 1, 5);
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    try (FilePeerStore again = open()) {
      assertThat(again.peers()).hasSize(4);
    }
  }

  /** What is there after a crash that comes now. */
  private FilePeerStore crashed() throws IOException {
    Path copy = folder.resolve("copy" + copies++);
    Files.copy(path, copy);
    return FilePeerStore.open(copy, clock, toWrite::add, 100, Disk.REAL);
  }

  private void pass(Duration time) {
    clock.millis += time.toMillis();
  }

  @Test
  void whoWasLinkedInACrashIsKnownAsIfTheLinkHadEndedWhenTheFileIsOpened() throws IOException {
    try (FilePeerStore store = open()) {
      store.said(peer(1), ports(1), Source.IDENTIFIED);
      store.signed(Books.record(key(2), 1, at(2)), any -> true);
      store.said(peer(3), ports(3), Source.CLAIMED);
      store.said(peer(4), ports(4), Source.IDENTIFIED);
      List.of(1, 2, 3).forEach(i -> store.linked(peer(i)));
      write();
      pass(Duration.ofDays(30));
      FilePeerStore again = crashed();
      assertThat(again.addresses(peer(1))).containsExactly(at(1));
      assertThat(again.addresses(peer(2))).containsExactly(at(2));
      assertThat(again.addresses(peer(3))).as("a claim").isEmpty();
      assertThat(again.addresses(peer(4))).as("not linked").isEmpty();
      assertThat(again.find(peer(1)).orElseThrow().seen())
          .isEqualTo(store.find(peer(1)).orElseThrow().seen());
      pass(Source.IDENTIFIED.timeToLive());
      assertThat(again.addresses(peer(1))).isEmpty();
      assertThat(again.addresses(peer(2))).containsExactly(at(2));
      again.close();
    }
  }

  @Test
  void asIfItHadEndedCountsOnce() throws IOException {
    try (FilePeerStore store = open()) {
      store.said(peer(1), ports(1), Source.IDENTIFIED);
      store.linked(peer(1));
      write();
      path = folder.resolve("peers2");
      Files.copy(folder.resolve("peers"), path);
    }
    // Not closed, as after another crash.
    FilePeerStore second = open();
    pass(Source.IDENTIFIED.timeToLive());
    assertThat(crashed().addresses(peer(1))).isEmpty();
    second.close();
  }

  @Test
  void aLinkThatEndedInTheSameMillisecondIsNoneAfterACrash() throws IOException {
    try (FilePeerStore store = open()) {
      store.said(peer(1), ports(1), Source.IDENTIFIED);
      store.linked(peer(1));
      write();
      store.unlinked(peer(1));
      write();
      pass(Source.IDENTIFIED.timeToLive());
      assertThat(crashed().addresses(peer(1))).isEmpty();
    }
  }

  @Test
  void whoIsLinkedWhileTheStoreClosesIsKnownAsIfTheLinkHadEndedThen() throws IOException {
    long closed;
    try (FilePeerStore store = open()) {
      store.signed(Books.record(key(1), 1, at(1)), any -> true);
      store.linked(peer(1));
      pass(Source.SIGNED.timeToLive().plusDays(1));
      closed = clock.millis();
    }
    pass(Source.SIGNED.timeToLive().minusMillis(1));
    try (FilePeerStore store = open()) {
      assertThat(store.addresses(peer(1))).containsExactly(at(1));
      assertThat(store.find(peer(1)).orElseThrow().seen()).isEqualTo(closed);
      pass(Duration.ofMillis(1));
      assertThat(store.addresses(peer(1))).isEmpty();
    }
  }

  @Test
  void whatNobodyTakesToBeWrittenIsWrittenAtTheEnd() throws IOException {
    List<KnownPeer> known;
    try (FilePeerStore store =
        FilePeerStore.open(
            path,
            clock,
            work -> {
              throw new RejectedExecutionException("shut down");
            },
            100,
            Disk.REAL)) {
      fill(store, 1, 60);
      assertThat(store.unwritten()).isZero();
      known = all(store);
    }
    try (FilePeerStore store = open()) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(known);
    }
  }

  @Test
  void moreThanFitsIsNotLoaded() throws IOException {
    try (FilePeerStore store = open()) {
      fill(store, 1, 90);
    }
    try (FilePeerStore store = FilePeerStore.open(path, clock, toWrite::add, 10, Disk.REAL)) {
      assertThat(store.peers()).hasSize(10);
    }
  }
}
