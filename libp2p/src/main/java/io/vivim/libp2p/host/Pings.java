package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The streams of pings that this host has opened: one to each peer at most, however many sessions
 * there are (libp2p specifications, "ping"). For any thread.
 */
final class Pings {
  private final Function<PeerId, CompletionStage<Stream>> opener;
  private final SecureRandom random;
  private final Timers timers;

  /** Guarded by this. */
  private final Map<PeerId, Shared> all = new HashMap<>();

  /** A stream that is there, is being opened, or has been finished and is not gone. */
  private static final class Shared {
    /** Sessions that use it; guarded by the pings. */
    int sessions = 1;

    final CompletableFuture<PingStream> opened = new CompletableFuture<>();
    final CompletableFuture<Void> gone = new CompletableFuture<>();
  }

  /**
   * @param opener opens a stream to a peer
   */
  Pings(Function<PeerId, CompletionStage<Stream>> opener, SecureRandom random, Timers timers) {
    this.opener = opener;
    this.random = random;
    this.timers = timers;
  }

  /** A new session. It waits for the end of a stream whose last session is finished. */
  CompletionStage<Ping> with(PeerId peer) {
    Shared shared;
    boolean isNew = false;
    synchronized (this) {
      shared = all.get(peer);
      if (shared == null) {
        shared = new Shared();
        all.put(peer, shared);
        isNew = true;
      } else if (shared.sessions > 0) {
        shared.sessions++;
      } else {
        return shared.gone.thenCompose(gone -> with(peer));
      }
    }
    if (isNew) {
      open(peer, shared);
    }
    Shared joined = shared;
    return joined.opened.thenApply(stream -> new Ping(stream, () -> leave(joined, stream)));
  }

  private void open(PeerId peer, Shared shared) {
    CompletionStage<Void> unused =
        opener
            .apply(peer)
            .handle(
                (stream, failure) -> {
                  if (failure == null) {
                    opened(peer, shared, new PingStream(stream, random, timers));
                  } else {
                    remove(peer, shared);
                    shared.opened.completeExceptionally(failure);
                  }
                  return null;
                });
  }

  private void opened(PeerId peer, Shared shared, PingStream stream) {
    CompletionStage<Void> unused = stream.ended().thenAccept(why -> remove(peer, shared));
    shared.opened.complete(stream);
  }

  private void remove(PeerId peer, Shared shared) {
    synchronized (this) {
      all.remove(peer, shared);
    }
    shared.gone.complete(null);
  }

  private CompletionStage<Void> leave(Shared shared, PingStream stream) {
    boolean isLast;
    synchronized (this) {
      shared.sessions--;
      isLast = shared.sessions == 0;
    }
    return isLast ? stream.finish() : CompletableFuture.completedFuture(null);
  }

  /** Peers to which there is a stream. */
  synchronized int held() {
    return all.size();
  }
}
