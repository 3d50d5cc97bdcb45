package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Remembers peers as long as the process lives. */
public final class MemoryPeerStore implements PeerStore {
  /** As many as a busy host has links to, several times over; each takes up to about 20 kB. */
  public static final int DEFAULT_MAX_PEERS = 4096;

  private final InstantSource clock;

  /** Guarded by this. */
  private final PeerTable table;

  public MemoryPeerStore(InstantSource clock) {
    this(clock, DEFAULT_MAX_PEERS, changed -> {});
  }

  /**
   * @param changed is told of each peer of which other things are known; it must not come back here
   */
  MemoryPeerStore(InstantSource clock, int maxPeers, Consumer<PeerId> changed) {
    this.clock = clock;
    this.table = new PeerTable(maxPeers, changed);
  }

  @Override
  public synchronized Optional<KnownPeer> find(PeerId peer) {
    return table.find(peer);
  }

  @Override
  public synchronized List<Multiaddr> addresses(PeerId peer) {
    long since = since(peer, clock.millis());
    return table.find(peer).map(known -> known.live(since)).orElse(List.of());
  }

  /** What is said of a peer that is here holds as long as it is. */
  private long since(PeerId peer, long now) {
    return table.isLinked(peer) ? 0 : now;
  }

  @Override
  public synchronized List<PeerId> peers() {
    return table.names();
  }

  @Override
  public synchronized void said(PeerId peer, List<Multiaddr> addresses, Source source) {
    if (source == Source.SIGNED) {
      throw new IllegalArgumentException("what is signed comes with its signature");
    }
    if (!addresses.isEmpty()) {
      long now = clock.millis();
      table.put(table.get(peer).said(addresses, source, since(peer, now), now), now);
    }
  }

  @Override
  public boolean signed(Bytes envelope, Predicate<Multiaddr> isUseful) {
    PeerRecord record;
    try {
      record = PeerRecord.open(envelope);
    } catch (PeerException e) {
      return false;
    }
    List<Multiaddr> useful = record.addresses().stream().filter(isUseful).toList();
    return signed(record, envelope, useful);
  }

  private synchronized boolean signed(PeerRecord record, Bytes envelope, List<Multiaddr> useful) {
    long now = clock.millis();
    PeerId peer = record.peer();
    Optional<KnownPeer> newer =
        table.get(peer).signed(record, envelope.compact(), useful, since(peer, now), now);
    newer.ifPresent(known -> table.put(known, now));
    return newer.isPresent();
  }

  @Override
  public void identified(PublicKey key, List<String> protocols, String agent) {
    update(key.peerId(), known -> known.identified(key, protocols, agent));
  }

  @Override
  public synchronized void linked(PeerId peer) {
    long now = clock.millis();
    if (table.link(peer)) {
      table.put(table.get(peer).seen(false, now), now);
    }
  }

  @Override
  public synchronized void unlinked(PeerId peer) {
    long now = clock.millis();
    if (table.unlink(peer)) {
      table.find(peer).ifPresent(known -> table.put(known.seen(true, now), now));
    }
  }

  /** There is no link to anybody any more. */
  synchronized void allUnlinked() {
    table.linked().forEach(this::unlinked);
  }

  @Override
  public void reached(PeerId peer, Multiaddr address) {
    change(peer, address, known -> known.reachedAt(clock.millis()));
  }

  @Override
  public void failed(PeerId peer, Multiaddr address) {
    change(peer, address, KnownAddress::failed);
  }

  /** Only of what is known: an address that was tried and is not counts for nothing. */
  private void change(PeerId peer, Multiaddr address, UnaryOperator<KnownAddress> how) {
    if (find(peer).isPresent()) {
      update(peer, known -> known.change(address, how));
    }
  }

  private synchronized void update(PeerId peer, UnaryOperator<KnownPeer> how) {
    table.put(how.apply(table.get(peer)), clock.millis());
  }

  @Override
  public synchronized void forget(PeerId peer) {
    table.remove(peer);
  }

  /** Runs something while nothing changes. */
  synchronized <T> T still(Function<PeerTable, T> task) {
    return task.apply(table);
  }

  @Override
  public void close() {}
}
