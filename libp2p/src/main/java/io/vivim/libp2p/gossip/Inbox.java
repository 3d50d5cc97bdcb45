package io.vivim.libp2p.gossip;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How much a peer has sent that is not judged and delivered; where it is too much, we stop reading.
 */
final class Inbox {
  private final int mostMessages;
  private final int mostBytes;

  // Guarded by this.

  private int messages;
  private long bytes;
  private @Nullable CompletableFuture<Void> waiting;

  Inbox(int mostMessages, int mostBytes) {
    this.mostMessages = mostMessages;
    this.mostBytes = mostBytes;
  }

  private boolean hasRoom() {
    return messages < mostMessages && bytes < mostBytes;
  }

  synchronized void add(int size) {
    messages++;
    bytes += size;
  }

  /** Completes when there is room. */
  synchronized CompletionStage<Void> room() {
    if (hasRoom()) {
      return CompletableFuture.completedFuture(null);
    }
    if (waiting == null) {
      waiting = new CompletableFuture<>();
    }
    return waiting;
  }

  void remove(int size) {
    CompletableFuture<Void> told = null;
    synchronized (this) {
      // What a peer sent before it went and came back is not in this one.
      messages = Math.max(0, messages - 1);
      bytes = Math.max(0, bytes - size);
      if (hasRoom()) {
        told = waiting;
        waiting = null;
      }
    }
    if (told != null) {
      told.complete(null);
    }
  }
}
