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
 * Whose handlers run on threads: so many of one peer at once, of all peers on one machine, since
 * names cost nothing, and in one network, whose machines cost little. What is to be done waits in
 * the line of its peer, then in that of its machine, then in that of its network; so it is in
 * nobody else's way, and it waits only for as long as its stream is there. For any thread.
 */
final class Turns {
  private final Executor threads;
  private final HostLimits.Handlers limits;

  /** By peer, by machine and by network. Guarded by this. */
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

  /** A line to stand in, and how many of it may run. */
  private record Place(Object whose, int most) {}

  /** One that has its places or waits for the next; no two are the same. */
  private static final class Turn {
    final List<Place> places;
    final Handling handling;

    /** How many of its places it has; guarded by the turns. */
    int taken;

    Turn(List<Place> places, Handling handling) {
      this.places = places;
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
   * @param network the one that it is in
   * @param streamEnded after that it is not worth waiting
   */
  void take(
      PeerId peer,
      Optional<Bytes> machine,
      Optional<Bytes> network,
      Handling handling,
      CompletionStage<?> streamEnded) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(peer, limits.threadsPerPeer()));
    machine.ifPresent(it -> places.add(new Place(it, limits.threadsPerIp())));
    network.ifPresent(it -> places.add(new Place(it, limits.threadsPerNetwork())));
    Turn turn = new Turn(places, handling);
    if (goesOn(turn)) {
      start(List.of(turn));
    } else {
      CompletionStage<?> unused = streamEnded.thenRun(() -> start(leave(turn)));
    }
  }

  /** Takes one place after the other; says whether it has all, or waits in the line for one. */
  private synchronized boolean goesOn(Turn turn) {
    while (turn.taken < turn.places.size()) {
      Place next = turn.places.get(turn.taken);
      if (!line(next.whose()).enters(turn, next.most())) {
        return false;
      }
      turn.taken++;
    }
    return true;
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

  /** One is done, or waits no longer, and gives its places on: whose turn it is instead. */
  private synchronized List<Turn> done(Turn turn) {
    List<Turn> begun = new ArrayList<>();
    while (turn.taken > 0) {
      turn.taken--;
      Turn next = leaves(turn.places.get(turn.taken).whose());
      if (next != null) {
        next.taken++;
        if (goesOn(next)) {
          begun.add(next);
        }
      }
    }
    return begun;
  }

  private @Nullable Turn leaves(Object whose) {
    Line line = Objects.requireNonNull(lines.get(whose));
    Turn next = line.leaves();
    if (line.running == 0) {
      lines.remove(whose);
    }
    return next;
  }

  /** A stream has ended: whose turn it is, if it had waited with places that others can have. */
  private synchronized List<Turn> leave(Turn turn) {
    if (turn.taken == turn.places.size()) {
      return List.of();
    }
    Line line = lines.get(turn.places.get(turn.taken).whose());
    return line != null && line.waiting.remove(turn) ? done(turn) : List.of();
  }

  /** Entries in all tables: the lines, and what runs or waits in each. */
  synchronized int held() {
    return lines.values().stream().mapToInt(line -> 1 + line.running + line.waiting.size()).sum();
  }
}
