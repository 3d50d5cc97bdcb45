package io.vivim.libp2p.host;

import io.vivim.libp2p.peer.PeerId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Whose handlers run on threads: so many of one peer at once. Its others wait in a line of its own,
 * so that they are in nobody's way, and only for as long as their streams are there. For any
 * thread.
 */
final class Turns {
  private final Executor threads;
  private final int mostOfPeer;

  // Guarded by this.
  private final Map<PeerId, Line> lines = new HashMap<>();

  private static final class Line {
    int running;
    final Set<Handling> waiting = new LinkedHashSet<>();
  }

  /** What is to be done for a stream. */
  interface Handling {
    /** On a thread that may wait. */
    void run();

    /** There is no thread for it. */
    void refused(RejectedExecutionException why);
  }

  /**
   * @param threads where handlers run
   */
  Turns(Executor threads, int mostOfPeer) {
    this.threads = threads;
    this.mostOfPeer = mostOfPeer;
  }

  /**
   * Has it run when it is its turn.
   *
   * @param streamEnded after that it is not worth waiting
   */
  void take(PeerId peer, Handling handling, CompletionStage<?> streamEnded) {
    if (begins(peer, handling)) {
      start(peer, handling);
    } else {
      CompletionStage<?> unused = streamEnded.thenRun(() -> leave(peer, handling));
    }
  }

  private synchronized boolean begins(PeerId peer, Handling handling) {
    Line line = lines.computeIfAbsent(peer, any -> new Line());
    if (line.running == mostOfPeer) {
      line.waiting.add(handling);
      return false;
    }
    line.running++;
    return true;
  }

  private void start(PeerId peer, Handling first) {
    @Nullable Handling next = first;
    while (next != null) {
      Handling now = next;
      try {
        threads.execute(() -> run(peer, now));
        return;
      } catch (RejectedExecutionException e) {
        now.refused(e);
        next = next(peer);
      }
    }
  }

  private void run(PeerId peer, Handling handling) {
    try {
      handling.run();
    } finally {
      Handling next = next(peer);
      if (next != null) {
        start(peer, next);
      }
    }
  }

  /** One is done: whose turn it is instead. */
  private synchronized @Nullable Handling next(PeerId peer) {
    Line line = Objects.requireNonNull(lines.get(peer));
    Iterator<Handling> waiting = line.waiting.iterator();
    if (waiting.hasNext()) {
      Handling next = waiting.next();
      waiting.remove();
      return next;
    }
    if (--line.running == 0) {
      lines.remove(peer);
    }
    return null;
  }

  private synchronized void leave(PeerId peer, Handling handling) {
    Line line = lines.get(peer);
    if (line != null) {
      line.waiting.remove(handling);
    }
  }

  /** Entries in all tables: the lines, and what runs or waits. */
  synchronized int held() {
    return lines.values().stream().mapToInt(line -> 1 + line.running + line.waiting.size()).sum();
  }
}
