package io.vivim.libp2p.gossip;

import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.peer.PeerId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A peer that pubsub is spoken with: what goes to it, and what came of it and is not done with. */
final class PeerLine {
  final PeerId peer;
  final Outlet outlet;
  final Inbox inbox;

  /** Completes when the router knows the peer; until then nothing is read from it. */
  final CompletableFuture<Void> known = new CompletableFuture<>();

  // Guarded by this.

  private @Nullable Stream stream;
  private boolean isOpening;
  private boolean isClosed;
  private int tries;

  PeerLine(PeerId peer, Outlet outlet, Inbox inbox) {
    this.peer = peer;
    this.outlet = outlet;
    this.inbox = inbox;
  }

  /** Whether whoever asks is to open a stream. */
  synchronized boolean mayOpen(int mostTries) {
    boolean may = !isClosed && !isOpening && stream == null && tries < mostTries;
    if (may) {
      isOpening = true;
      tries++;
    }
    return may;
  }

  synchronized void failed() {
    isOpening = false;
  }

  /** False where the peer has gone meanwhile. */
  synchronized boolean opened(Stream opened) {
    isOpening = false;
    if (isClosed) {
      return false;
    }
    tries = 0;
    stream = opened;
    return true;
  }

  synchronized void broken(Stream broken) {
    if (broken.equals(stream)) {
      stream = null;
    }
  }

  /** There is another link, by which it may go better. */
  synchronized void tryAnew() {
    tries = 0;
  }

  void reset() {
    Stream current;
    synchronized (this) {
      current = stream;
    }
    if (current != null) {
      current.reset();
    }
  }

  void close() {
    Stream current;
    synchronized (this) {
      isClosed = true;
      current = stream;
      stream = null;
    }
    if (current != null) {
      current.reset();
    }
    known.cancel(false);
    outlet.close();
  }
}
