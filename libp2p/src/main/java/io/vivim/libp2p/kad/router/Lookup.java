package io.vivim.libp2p.kad.router;

import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The way to the peers that are the nearest to a place: who is asked next, by what others have
 * answered. It is over once the nearest that are known and may be there have all answered. Whoever
 * names peers that are not there is not believed for long, so a few liars cannot draw it out.
 */
final class Lookup {
  private final PeerId self;
  private final Place target;
  private final KadParams params;
  private final Map<PeerId, Candidate> candidates = new HashMap<>();

  /** Those that have not failed, the nearest first. */
  private final TreeSet<Candidate> hopeful;

  private int underWay;
  private int asked;
  private int failed;

  Lookup(PeerId self, Place target, KadParams params) {
    this.self = self;
    this.target = target;
    this.params = params;
    this.hopeful = new TreeSet<>(target.nearest(candidate -> candidate.place));
  }

  Place target() {
    return target;
  }

  /** Begins with a peer that we know. */
  void seed(PeerId peer) {
    add(peer, 1);
  }

  private Candidate add(PeerId peer, int hops) {
    Candidate made = new Candidate(peer, Place.of(peer), hops);
    candidates.put(peer, made);
    hopeful.add(made);
    return made;
  }

  /** Who is to be asked now; they count as asked. */
  List<Candidate> next() {
    List<Candidate> next = new ArrayList<>();
    for (Candidate candidate = first(); candidate != null; candidate = first()) {
      candidate.state = Candidate.State.ASKED;
      candidate.namedBy.forEach(by -> by.pendingNames++);
      underWay++;
      asked++;
      next.add(candidate);
    }
    return next;
  }

  /** The first of the nearest that may be asked, and was not. */
  private @Nullable Candidate first() {
    if (underWay >= params.parallel() || asked >= params.askedPerLookup()) {
      return null;
    }
    int near = 0;
    for (Candidate candidate : hopeful) {
      if (candidate.state != Candidate.State.NEW) {
        near++;
      } else if (!waits(candidate)) {
        return candidate;
      }
      if (near == params.near()) {
        return null;
      }
    }
    return null;
  }

  /** Whether others that the same peers have named are to answer first. */
  private boolean waits(Candidate candidate) {
    return !candidate.namedBy.isEmpty()
        && candidate.namedBy.stream().allMatch(by -> by.isOnTrial(params.falseNames()));
  }

  /** Whether nobody is left that is worth asking, and nobody has still to answer. */
  boolean isOver() {
    return underWay == 0 && first() == null;
  }

  /** A peer has answered, and names others. */
  void answered(Candidate by, List<KadPeer> named) {
    if (by.state != Candidate.State.ASKED) {
      return;
    }
    by.state = Candidate.State.ANSWERED;
    underWay--;
    for (Candidate truthful : by.namedBy) {
      truthful.pendingNames--;
      truthful.trueNames++;
    }
    // More than it was asked for is taken from nobody.
    named.stream().limit(params.near()).forEach(peer -> named(by, peer));
  }

  private void named(Candidate by, KadPeer named) {
    if (named.id().equals(self)) {
      return;
    }
    Candidate candidate = candidates.get(named.id());
    if (candidate == null) {
      if (candidates.size() >= params.namedPerLookup()) {
        return;
      }
      candidate = add(named.id(), by.hops + 1);
    }
    if (candidate.hops > 1 && candidate.state == Candidate.State.NEW) {
      candidate.namedBy.add(by);
    }
    if (candidate.state == Candidate.State.NEW) {
      candidate.learn(named.addresses(), params.addresses());
    }
  }

  /** A peer did not answer. */
  void failed(Candidate who) {
    if (who.state != Candidate.State.ASKED) {
      return;
    }
    who.state = Candidate.State.FAILED;
    hopeful.remove(who);
    underWay--;
    failed++;
    for (Candidate by : who.namedBy) {
      by.pendingNames--;
      by.falseNames++;
    }
  }

  /** The nearest that have answered. */
  List<Candidate> nearest() {
    return hopeful.stream()
        .filter(candidate -> candidate.state == Candidate.State.ANSWERED)
        .limit(params.near())
        .toList();
  }

  /** How it went so far, if what was looked for is at this many hops. */
  Outcome.Course course(int hops) {
    return new Outcome.Course(hops, asked, failed);
  }

  /** The hops to whoever is the nearest. */
  int hops() {
    return nearest().stream().findFirst().map(candidate -> candidate.hops).orElse(0);
  }
}
