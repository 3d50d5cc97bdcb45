package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Books.Claim;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.guard.Tab;
import io.vivim.libp2p.host.HostMetrics.Direction;
import io.vivim.libp2p.link.Passage;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lets connections in, or not, and keeps account of them until they are gone. For any thread. */
final class Admissions {
  private final Claims claims;
  private final Books books;
  private final Gate gate;
  private final HostMetrics metrics;
  private final LongSupplier nanos;

  Admissions(Claims claims, Books books, Gate gate, HostMetrics metrics, LongSupplier nanos) {
    this.claims = claims;
    this.books = books;
    this.gate = gate;
    this.metrics = metrics;
    this.nanos = nanos;
  }

  Optional<Passage> arrives(Multiaddr local, Multiaddr remote) {
    if (!gate.mayArrive(local, remote)) {
      metrics.refused(Refusal.GATE);
      return Optional.empty();
    }
    return admit(Direction.IN, remote, claims.inbound(remote), claims.handshake(remote));
  }

  Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected) {
    if (expected.isPresent() && !gate.mayDial(expected.get(), address)) {
      metrics.refused(Refusal.GATE);
      return Optional.empty();
    }
    return admit(Direction.OUT, address, claims.outbound(address), List.of());
  }

  private Optional<Passage> admit(
      Direction direction, Multiaddr remote, List<Claim> connection, List<Claim> handshake) {
    Tab tab = new Tab(books);
    Optional<Refusal> refusal = tab.take(1, connection).or(() -> tab.take(1, handshake));
    if (refusal.isPresent()) {
      tab.close();
      metrics.refused(refusal.get());
      return Optional.empty();
    }
    return Optional.of(new Guarded(direction, remote, tab, handshake));
  }

  /** A connection that was let in. */
  private final class Guarded implements Passage {
    private final Direction direction;
    private final Multiaddr remote;
    private final Tab tab;
    private final List<Claim> handshake;
    private final long began = nanos.getAsLong();

    // Guarded by this.
    private List<Claim> memory = List.of();
    private long held;
    private boolean isGone;

    Guarded(Direction direction, Multiaddr remote, Tab tab, List<Claim> handshake) {
      this.direction = direction;
      this.remote = remote;
      this.tab = tab;
      this.handshake = handshake;
    }

    @Override
    public Optional<String> proven(PeerId peer) {
      Optional<Refusal> refusal =
          gate.mayEnter(peer, remote)
              ? tab.take(1, claims.ofPeer(peer))
              : Optional.of(Refusal.GATE);
      refusal.ifPresent(metrics::refused);
      synchronized (this) {
        memory = claims.memory(peer, remote);
      }
      return refusal.map(Enum::name);
    }

    @Override
    public void linked() {
      tab.giveBack(handshake);
      metrics.linked(direction, Duration.ofNanos(nanos.getAsLong() - began));
    }

    @Override
    public void failed(UpgradeException why) {
      metrics.notLinked(direction, why.reason());
    }

    @Override
    public synchronized boolean holds(long bytes) {
      if (isGone) {
        return false;
      }
      Optional<Refusal> refusal = books.take(bytes, memory);
      refusal.ifPresent(metrics::refused);
      if (refusal.isEmpty()) {
        held += bytes;
      }
      return refusal.isEmpty();
    }

    @Override
    public synchronized void lets(long bytes) {
      if (!isGone) {
        held -= bytes;
        books.giveBack(bytes, memory);
      }
    }

    @Override
    public synchronized boolean outlasts(long bytes) {
      Optional<Refusal> refusal = books.take(bytes, memory);
      refusal.ifPresent(metrics::refused);
      return refusal.isEmpty();
    }

    @Override
    public synchronized void outlasted(long bytes) {
      books.giveBack(bytes, memory);
    }

    @Override
    public void gone() {
      tab.close();
      synchronized (this) {
        if (!isGone) {
          isGone = true;
          books.giveBack(held, memory);
        }
      }
    }
  }
}
