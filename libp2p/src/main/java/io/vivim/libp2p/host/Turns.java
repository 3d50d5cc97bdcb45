package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Whose handlers run on threads: so many of one peer at once, and of all peers on one machine,
 * since names cost nothing. What is to be done waits in the line of its peer, and then in that of
 * its machine; so it is in nobody else's way, and it waits only for as long as its stream is there.
 * For any thread.
 */
final class Turns {
  private final Executor threads;
  private final HostLimits.Handlers limits;

  /** By peer, and by machine. Guarded by this. */
  private final Map<Object, Line> lines = new HashMap<>();

  /** Those who have a place each, and those who wait for one. */
  private static final class Line {
    int running;
    final Set<Turn> waiting = new LinkedHashSet<>();

    /** Takes a place, or waits for one. */
    boolean enters(Turn turn, int most) {
      if (running == most) {
        waiting.add(turn);
        return false;
      }
      running++;
      return true;
    }

    /** Gives a place on: to whom, if anybody waits. */
    @Nullable Turn leaves() {
      Iterator<Turn> first = waiting.iterator();
      if (!first.hasNext()) {
        running--;
        return null;
      }
      Turn next = first.next();
      first.remove();
      return next;
    }
  }

  /** What is to be done for a stream. */
  interface Handling {
    /** On a thread that may wait. */
    void run();

    /** There is no thread for it. */
    void refused(RejectedExecutionException why);
  }

  /** One that has its place or waits; no two are the same. */
  private static final class Turn {
    final PeerId peer;
    final Optional<Bytes> machine;
    final Handling handling;

    Turn(PeerId peer, Optional<Bytes> machine, Handling handling) {
      this.peer = peer;
      this.machine = machine;
      this.handling = handling;
    }
  }

  /**
   * @param threads where handlers run
   */
  Turns(Executor threads, HostLimits.Handlers limits) {
    this.threads = threads;
    this.limits = limits;
  }

  /**
   * Has it run when it is its turn.
   *
   * @param machine the one that the peer is on, where that is known
   * @param streamEnded after that it is not worth waiting
   */
  void take(
      PeerId peer, Optional<Bytes> machine, Handling handling, CompletionStage<?> streamEnded) {
    Turn turn = new Turn(peer, machine, handling);
    if (begins(turn)) {
      start(List.of(turn));
    } else {
      CompletionStage<?> unused = streamEnded.thenRun(() -> start(leave(turn)));
    }
  }

  private synchronized boolean begins(Turn turn) {
    return line(turn.peer).enters(turn, limits.threadsPerPeer()) && entersMachine(turn);
  }

  private boolean entersMachine(Turn turn) {
    return turn.machine
        .map(machine -> line(machine).enters(turn, limits.threadsPerIp()))
        .orElse(true);
  }

  private Line line(Object whose) {
    return lines.computeIfAbsent(whose, any -> new Line());
  }

  private void start(List<Turn> first) {
    Queue<Turn> begun = new ArrayDeque<>(first);
    while (!begun.isEmpty()) {
      Turn now = begun.remove();
      try {
        threads.execute(() -> run(now));
      } catch (RejectedExecutionException e) {
        now.handling.refused(e);
        begun.addAll(done(now));
      }
    }
  }

  private void run(Turn turn) {
    try {
      turn.handling.run();
    } finally {
      start(done(turn));
    }
  }

  /** One is done: whose turn it is instead. */
  private synchronized List<Turn> done(Turn turn) {
    List<Turn> begun = new ArrayList<>();
    turn.machine.map(this::leaves).ifPresent(begun::add);
    begun.addAll(leavesPeer(turn));
    return begun;
  }

  /** Who has a place now that its peer has one more, and its machine too. */
  private List<Turn> leavesPeer(Turn turn) {
    Turn next = leaves(turn.peer);
    return next != null && entersMachine(next) ? List.of(next) : List.of();
  }

  private @Nullable Turn leaves(Object whose) {
    Line line = Objects.requireNonNull(lines.get(whose));
    Turn next = line.leaves();
    if (line.running == 0) {
      lines.remove(whose);
    }
    return next;
  }

  /** One waits no longer: whose turn it is, as it may have held a place of its peer. */
  private synchronized List<Turn> leave(Turn turn) {
    boolean hasPlaceOfPeer =
        !isTakenOut(turn.peer, turn)
            && turn.machine.filter(each -> isTakenOut(each, turn)).isPresent();
    return hasPlaceOfPeer ? leavesPeer(turn) : List.of();
  }

  /** Takes one out of a line, if it is there. */
  private boolean isTakenOut(Object whose, Turn turn) {
    Line line = lines.get(whose);
    return line != null && line.waiting.remove(turn);
  }

  /** Entries in all tables: the lines, and what runs or waits in each. */
  synchronized int held() {
    return lines.values().stream().mapToInt(line -> 1 + line.running + line.waiting.size()).sum();
  }
}
