package io.vivim.libp2p.link;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes whose bytes the connection has taken, but may not have sealed: only once it is flushed do
 * they belong to whoever wrote them again. Owned by the event loop.
 */
final class TakenWrites {
  private final Queue<MuxStream.Write> writes = new ArrayDeque<>();

  void add(MuxStream.Write write) {
    writes.add(write);
  }

  /** Tells all who wrote them; to be called behind a flush. */
  void tellAll() {
    for (MuxStream.Write next = writes.poll(); next != null; next = writes.poll()) {
      next.done().complete(null);
    }
  }
}
