package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What a host says of itself: where it is to be reached, under its signature, and what it speaks.
 * For any thread.
 */
final class Presence {
  /** Addresses that are told: half of what others read. */
  static final int MAX_ADDRESSES = 128;

  private static final String PROTOCOL_VERSION = "ipfs/0.1.0";
  private static final String AGENT = "vivim-libp2p";

  private final PrivateKey identity;
  private final InstantSource clock;
  private final List<Multiaddr> announced;
  private final List<Listening> listening = new CopyOnWriteArrayList<>();
  private volatile boolean isClosed;

  // Guarded by this.

  private final ObservedAddresses observed = new ObservedAddresses();
  private Optional<PeerRecord> record = Optional.empty();
  private Bytes envelope = Bytes.EMPTY;

  /**
   * @param announced where the host is to be reached besides, as whoever runs it knows
   */
  Presence(PrivateKey identity, InstantSource clock, List<Multiaddr> announced) {
    this.identity = identity;
    this.clock = clock;
    this.announced = List.copyOf(announced);
  }

  /**
   * Opens all of these addresses, or none.
   *
   * @param changed is told when they are open, and when they are closed
   */
  CompletionStage<Listening> listen(LinkMaker maker, List<Multiaddr> at, Runnable changed) {
    if (isClosed) {
      return CompletableFuture.failedFuture(closed());
    }
    List<CompletionStage<Listening>> opening = at.stream().map(maker::listen).toList();
    CompletionStage<List<Listening>> all = CompletableFuture.completedFuture(List.of());
    for (CompletionStage<Listening> each : opening) {
      all = all.thenCombine(each, Presence::with);
    }
    return all.<Listening>thenApply(opened -> opened(opened, changed))
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                opening.forEach(Presence::closeOnceOpen);
              }
            });
  }

  private static IOException closed() {
    return new IOException("the host is closed");
  }

  private static List<Listening> with(List<Listening> before, Listening one) {
    return Stream.concat(before.stream(), Stream.of(one)).toList();
  }

  private static void closeOnceOpen(CompletionStage<Listening> opening) {
    CompletionStage<Void> unused = opening.thenCompose(Listening::close);
  }

  private Listening opened(List<Listening> opened, Runnable changed) {
    SeveralListening several =
        new SeveralListening(
            opened,
            closed -> {
              listening.remove(closed);
              changed.run();
            });
    listening.add(several);
    if (isClosed) {
      // Perhaps behind the last look at what is to be closed.
      listening.remove(several);
      throw new CompletionException(closed());
    }
    changed.run();
    return several;
  }

  /** Takes no more connections. */
  void close() {
    isClosed = true;
    for (Listening each : listening) {
      CompletionStage<Void> unused = each.close();
    }
  }

  /** How often it was opened and is not closed. */
  int held() {
    return listening.size();
  }

  /** How many say where they see the host. */
  synchronized int remembered() {
    return observed.size();
  }

  /** Where connections are taken. */
  List<Multiaddr> listening() {
    return listening.stream().flatMap(each -> each.addresses().stream()).distinct().toList();
  }

  /** Where others may try. */
  List<Multiaddr> addresses() {
    return Stream.of(listening(), announced, confirmed())
        .flatMap(List::stream)
        .distinct()
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private synchronized List<Multiaddr> confirmed() {
    return observed.confirmed(clock.millis());
  }

  /** A peer says where it sees us. Tells whether others may try elsewhere now. */
  boolean observed(Link link, Multiaddr seen) {
    List<Multiaddr> at = listening();
    synchronized (this) {
      long now = clock.millis();
      List<Multiaddr> before = observed.confirmed(now);
      observed.observe(seen, link.local(), link.remote(), at, now);
      return !observed.confirmed(now).equals(before);
    }
  }

  /** The message to the peer of a link. */
  Bytes message(Link link, List<String> protocols) {
    List<Multiaddr> addresses = addresses();
    return new Identity(
            addresses,
            protocols,
            Optional.of(link.remote()),
            PROTOCOL_VERSION,
            AGENT,
            Optional.of(signed(addresses)))
        .encode(identity.publicKey());
  }

  /** The record of these addresses: another one, with a higher number, where they are others. */
  private synchronized Bytes signed(List<Multiaddr> addresses) {
    boolean isSame = record.filter(last -> last.addresses().equals(addresses)).isPresent();
    if (!isSame) {
      long next = record.map(last -> last.seq() + 1).orElse(0L);
      long seq = Math.max(next, clock.millis());
      PeerRecord made = new PeerRecord(identity.publicKey().peerId(), seq, addresses);
      record = Optional.of(made);
      envelope = made.seal(identity).encode();
    }
    return envelope;
  }
}
