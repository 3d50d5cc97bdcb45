package io.vivim.libp2p.gossip;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How much of what we publish is under way; who publishes waits where it is too much. */
final class Credit {
  private final long room;
  private final long most;

  // Guarded by this.

  private long bytes;
  private @Nullable CompletableFuture<Void> waiting;

  /**
   * @param room from here on, one waits
   * @param most beyond this, nothing is taken
   */
  Credit(long room, long most) {
    this.room = room;
    this.most = most;
  }

  /** Takes so much; false where there is too much already. */
  synchronized boolean take(int size) {
    if (bytes + size > most) {
      return false;
    }
    bytes += size;
    return true;
  }

  /** Completes when there is room. */
  synchronized CompletionStage<Void> room() {
    if (bytes <= room) {
      return CompletableFuture.completedFuture(null);
    }
    if (waiting == null) {
      waiting = new CompletableFuture<>();
    }
    return waiting;
  }

  void give(int size) {
    CompletableFuture<Void> told = null;
    synchronized (this) {
      bytes -= size;
      if (bytes <= room) {
        told = waiting;
        waiting = null;
      }
    }
    if (told != null) {
      told.complete(null);
    }
  }
}
