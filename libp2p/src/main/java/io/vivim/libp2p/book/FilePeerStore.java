package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * just before a crash is lost, and no more than that.
 */
public final class FilePeerStore implements PeerStore {
  /** Below this a file is not written anew, whatever it holds. */
  private static final long MIN_REWRITE_BYTES = 256 * 1024;

  /** A file is written anew when it is so many times as large as what it is for. */
  private static final int MAX_GARBAGE = 3;

  private final Executor writer;
  private volatile boolean isLoaded;
  private final MemoryPeerStore memory;

  /** Guarded by itself; never held while the table changes or the disk writes. */
  private final Set<PeerId> unwritten = new LinkedHashSet<>();

  /**
   * Whether changes are not noted one by one any more, since nobody would write them: guarded by
   * {@link #unwritten}.
   */
  private boolean isBehind;

  private final Object disk = new Object();

  // Guarded by disk.

  private final PeerFile file;
  private @Nullable IOException failure;
  private boolean isClosed;

  /** As large as the file would be, written anew; guarded by disk. */
  private long rewritten;

  private FilePeerStore(PeerFile file, InstantSource clock, int maxPeers, Executor writer) {
    this.file = file;
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
    return open(path, clock, writer, MemoryPeerStore.DEFAULT_MAX_PEERS);
  }

  static FilePeerStore open(Path path, InstantSource clock, Executor writer, int maxPeers)
      throws IOException {
    PeerFile file = PeerFile.open(path);
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
      for (Bytes bytes : file.read()) {
        PeerEntry.decode(bytes)
            .ifPresent(
                entry ->
                    memory.still(
                        table -> {
                          table.remove(entry.peer());
                          entry.known().ifPresent(known -> table.put(known, now));
                          return true;
                        }));
      }
      rewriteIfWorthIt();
      isLoaded = true;
    }
  }

  private void changed(PeerId peer) {
    if (!isLoaded) {
      return;
    }
    boolean isFirst;
    synchronized (unwritten) {
      if (isBehind) {
        return;
      }
      isFirst = unwritten.isEmpty();
      unwritten.add(peer);
    }
    if (isFirst) {
      try {
        writer.execute(this::write);
      } catch (RejectedExecutionException e) {
        // Closing the store writes all of it.
        fallBehind();
      }
    }
  }

  private void fallBehind() {
    synchronized (unwritten) {
      isBehind = true;
      unwritten.clear();
    }
  }

  private void write() {
    synchronized (disk) {
      if (failure != null || isClosed) {
        return;
      }
      try {
        writeChanges();
      } catch (IOException e) {
        failure = e;
        fallBehind();
      }
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
      entries.add(new PeerEntry(peer, memory.find(peer)).encode());
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
                table.all().stream()
                    .map(known -> new PeerEntry(known.peer(), Optional.of(known)).encode())
                    .toList());
    file.rewrite(all);
    rewritten = file.size();
  }

  /** Changes that wait to be written, each noted for itself. */
  int unwritten() {
    synchronized (unwritten) {
      return unwritten.size();
    }
  }

  private boolean isBehind() {
    synchronized (unwritten) {
      return isBehind;
    }
  }

  /** Why the file is not written any more, if it is not. */
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
   * Writes what is not written yet.
   *
   * @throws IOException where that fails, or writing has failed before
   */
  @Override
  public void close() throws IOException {
    synchronized (disk) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      try (file) {
        if (failure != null) {
          throw failure;
        }
        if (isBehind()) {
          rewrite();
        } else {
          writeChanges();
        }
      }
    }
  }
}
