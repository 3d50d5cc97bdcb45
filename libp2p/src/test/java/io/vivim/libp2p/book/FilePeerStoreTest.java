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

  @BeforeEach
  void name() {
    path = folder.resolve("peers");
  }

  private FilePeerStore open() throws IOException {
    return FilePeerStore.open(path, clock, toWrite::add, 100);
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

  @Test
  void nothingIsNotedForADiskThatHasFailed() throws IOException {
    FilePeerStore store = open();
    fill(store, 1, 5);
    // An interrupt closes the file.
    Thread.currentThread().interrupt();
    write();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.failure()).isPresent();
    fill(store, 5, 300);
    assertThat(store.unwritten()).isZero();
    assertThatThrownBy(store::close).isInstanceOf(IOException.class);
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
            100)) {
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
    try (FilePeerStore store = FilePeerStore.open(path, clock, toWrite::add, 10)) {
      assertThat(store.peers()).hasSize(10);
    }
  }
}
