package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers peers in memory, and in a file for the next time. The file follows behind: what changed
 * just before a crash is lost, and no more than that. Where writing fails it is tried again with
 * the next change a minute later, and when the store is closed.
 *
 * <p>It may be closed before its host: a peer that is linked then was last seen then. One that is
 * linked in a crash counts, the next time, as if its link had ended when the file is opened.
 */
public final class FilePeerStore implements PeerStore {
  /** Below this a file is not written anew, whatever it holds. */
  private static final long MIN_REWRITE_BYTES = 256 * 1024;

  /** A file is written anew when it is so many times as large as what it is for. */
  private static final int MAX_GARBAGE = 3;

  /** How long nothing is written after that has failed. */
  static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Executor writer;
  private volatile boolean isLoaded;
  private final MemoryPeerStore memory;

  /** Guarded by itself; never held while the table changes or the disk writes. */
  private final Set<PeerId> unwritten = new LinkedHashSet<>();

  // Guarded by unwritten.

  /** Whether changes are not noted one by one, but all has to be written. */
  private boolean isBehind;

  /** When that is to be tried. */
  private long nextTry;

  private final Object disk = new Object();

  // Guarded by disk.

  private final PeerFile file;
  private @Nullable IOException failure;
  private boolean isClosed;

  /** As large as the file would be, written anew; guarded by disk. */
  private long rewritten;

  private FilePeerStore(PeerFile file, InstantSource clock, int maxPeers, Executor writer) {
    this.file = file;
    this.clock = clock;
    this.writer = writer;
    this.memory = new MemoryPeerStore(clock, maxPeers, this::changed);
  }

  /**
   * Opens a store, or makes one.
   *
   * @param writer where the file is written: a thread that may wait, and no caller's own; whoever
   *     gives it shuts it down
   * @throws IOException where the disk fails, the file is none of a store, or it is in use
   */
  public static FilePeerStore open(Path path, InstantSource clock, Executor writer)
      throws IOException {
    return open(path, clock, writer, MemoryPeerStore.DEFAULT_MAX_PEERS, Disk.REAL);
  }

  static FilePeerStore open(
      Path path, InstantSource clock, Executor writer, int maxPeers, Disk disk) throws IOException {
    PeerFile file = PeerFile.open(path, disk);
    try {
      FilePeerStore store = new FilePeerStore(file, clock, maxPeers, writer);
      store.load(clock.millis());
      return store;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void load(long now) throws IOException {
    synchronized (disk) {
      Set<PeerId> linked = new HashSet<>();
      for (Bytes bytes : file.read()) {
        PeerEntry.decode(bytes).ifPresent(entry -> load(entry, linked, now));
      }
      isLoaded = true;
      if (!linked.isEmpty()) {
        // Or another crash would have them linked until then.
        fallBehind();
      }
      write();
    }
  }

  private void load(PeerEntry entry, Set<PeerId> linked, long now) {
    if (entry.isLinked()) {
      linked.add(entry.peer());
    } else {
      linked.remove(entry.peer());
    }
    memory.still(
        table -> {
          table.remove(entry.peer());
          entry
              .known()
              .map(known -> entry.isLinked() ? known.wasHere(now) : known)
              .ifPresent(known -> table.put(known, now));
          return true;
        });
  }

  private void changed(PeerId peer) {
    if (isLoaded && isToBeWritten(peer)) {
      try {
        writer.execute(this::write);
      } catch (RejectedExecutionException e) {
        // Closing the store writes all of it.
        fallBehind();
      }
    }
  }

  /** Notes a change; says whether nobody is on the way to write it. */
  private boolean isToBeWritten(PeerId peer) {
    synchronized (unwritten) {
      if (!isBehind) {
        unwritten.add(peer);
        return unwritten.size() == 1;
      }
      long now = clock.millis();
      long pause = RETRY_AFTER.toMillis();
      // A clock that was set back is no reason to wait for longer.
      boolean isTime = now >= nextTry || nextTry - now > pause;
      if (isTime) {
        nextTry = now + pause;
      }
      return isTime;
    }
  }

  private void fallBehind() {
    synchronized (unwritten) {
      isBehind = true;
      nextTry = clock.millis() + RETRY_AFTER.toMillis();
      unwritten.clear();
    }
  }

  private void write() {
    synchronized (disk) {
      if (!isClosed) {
        try {
          catchUp();
        } catch (IOException e) {
          // It is tried again, as the class says.
        }
      }
    }
  }

  private void catchUp() throws IOException {
    try {
      if (noteFromNowOn()) {
        writeChanges();
      } else {
        rewrite();
      }
      failure = null;
    } catch (IOException e) {
      failure = e;
      fallBehind();
      throw e;
    }
  }

  /** Has changes noted one by one; says whether they were. */
  private boolean noteFromNowOn() {
    synchronized (unwritten) {
      boolean wasBehind = isBehind;
      isBehind = false;
      return !wasBehind;
    }
  }

  private void writeChanges() throws IOException {
    List<PeerId> peers;
    synchronized (unwritten) {
      peers = List.copyOf(unwritten);
      unwritten.clear();
    }
    List<Bytes> entries = new ArrayList<>();
    for (PeerId peer : peers) {
      entries.add(memory.still(table -> entry(table, peer)).encode());
    }
    file.append(entries);
    rewriteIfWorthIt();
  }

  private void rewriteIfWorthIt() throws IOException {
    if (file.size() > Math.max(MIN_REWRITE_BYTES, MAX_GARBAGE * rewritten)) {
      rewrite();
    }
  }

  private void rewrite() throws IOException {
    List<Bytes> all =
        memory.still(
            table ->
                table.all().stream().map(known -> entry(table, known.peer()).encode()).toList());
    file.rewrite(all);
    rewritten = file.size();
  }

  private static PeerEntry entry(PeerTable table, PeerId peer) {
    return table
        .find(peer)
        .map(known -> new PeerEntry(peer, Optional.of(known), table.isLinked(peer)))
        .orElseGet(() -> PeerEntry.forgotten(peer));
  }

  /** Changes that wait to be written, each noted for itself. */
  int unwritten() {
    synchronized (unwritten) {
      return unwritten.size();
    }
  }

  /** Why the file could not be written the last time, if it could not. */
  public Optional<IOException> failure() {
    synchronized (disk) {
      return Optional.ofNullable(failure);
    }
  }

  @Override
  public Optional<KnownPeer> find(PeerId peer) {
    return memory.find(peer);
  }

  @Override
  public List<Multiaddr> addresses(PeerId peer) {
    return memory.addresses(peer);
  }

  @Override
  public List<PeerId> peers() {
    return memory.peers();
  }

  @Override
  public void said(PeerId peer, List<Multiaddr> addresses, Source source) {
    memory.said(peer, addresses, source);
  }

  @Override
  public boolean signed(Bytes envelope, Predicate<Multiaddr> isUseful) {
    return memory.signed(envelope, isUseful);
  }

  @Override
  public void identified(PublicKey key, List<String> protocols, String agent) {
    memory.identified(key, protocols, agent);
  }

  @Override
  public void linked(PeerId peer) {
    memory.linked(peer);
  }

  @Override
  public void unlinked(PeerId peer) {
    memory.unlinked(peer);
  }

  @Override
  public void reached(PeerId peer, Multiaddr address) {
    memory.reached(peer, address);
  }

  @Override
  public void failed(PeerId peer, Multiaddr address) {
    memory.failed(peer, address);
  }

  @Override
  public void forget(PeerId peer) {
    memory.forget(peer);
  }

  /**
   * Writes what is not written yet, also on a thread that is interrupted.
   *
   * @throws IOException where that fails
   */
  @Override
  public void close() throws IOException {
    // Set, it would close the file before that is written.
    boolean wasInterrupted = Thread.interrupted();
    try {
      writeAndClose();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeAndClose() throws IOException {
    synchronized (disk) {
      if (!isClosed) {
        isClosed = true;
        try (file) {
          memory.allUnlinked();
          catchUp();
        }
      }
    }
  }
}
