package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wants: first the way to those who may have it, then what they are told.
 */
abstract class Job {
  final long ticket;
  final Lookup lookup;

  /** What is asked on the way. */
  final KadMessage question;

  /** When nobody else is asked, whatever there is by then, in nanoseconds. */
  final long deadline;

  /** Whom something is still to be told. */
  private final Deque<Telling> toTell = new ArrayDeque<>();

  private boolean isLookingUp = true;
  private boolean isSatisfied;
  private int telling;
  private int kept;

  /** Something that is to be told to somebody who was found. */
  record Telling(Candidate to, KadMessage message) {}

  Job(long ticket, Lookup lookup, KadMessage question, long deadline) {
    this.ticket = ticket;
    this.lookup = lookup;
    this.question = question;
    this.deadline = deadline;
  }

  /** Takes an answer that came on the way; those that it names are taken already. */
  void answered(Candidate by, KadMessage message) {}

  /** What is to be told now that it is known who is the nearest. */
  List<Telling> tellings() {
    return List.of();
  }

  /** What came of it. */
  abstract Outcome outcome();

  /** What was wanted is here; nobody else needs to be asked. */
  final void satisfy() {
    isSatisfied = true;
  }

  /** Whether somebody may still be asked on the way. */
  final boolean isLookingUp() {
    return isLookingUp;
  }

  /** Ends the way, if it is at its end; true where it just did. */
  final boolean arrive() {
    if (!isLookingUp || !(isSatisfied || lookup.isOver())) {
      return false;
    }
    isLookingUp = false;
    toTell.addAll(tellings());
    return true;
  }

  /** Who is to be told something next, of whom no more than so many are told at a time. */
  final @Nullable Telling tell(int most) {
    Telling next = telling < most ? toTell.poll() : null;
    telling += next == null ? 0 : 1;
    return next;
  }

  final void told(boolean isKept) {
    telling--;
    kept += isKept ? 1 : 0;
  }

  final boolean isDone() {
    return !isLookingUp && telling == 0 && toTell.isEmpty();
  }

  final Outcome outcome(List<KadPeer> peers, Optional<Bytes> value, int hops) {
    return new Outcome(peers, value, kept, lookup.course(hops));
  }

  static KadPeer named(Candidate candidate) {
    return KadPeer.at(candidate.peer, List.copyOf(candidate.addresses));
  }

  /** Who is the nearest to something. */
  static final class Nearest extends Job {
    Nearest(long ticket, Lookup lookup, KadMessage question, long deadline) {
      super(ticket, lookup, question, deadline);
    }

    @Override
    Outcome outcome() {
      List<KadPeer> nearest = lookup.nearest().stream().map(Job::named).toList();
      return outcome(nearest, Optional.empty(), lookup.hops());
    }
  }

  /** Where a peer is: as it says itself, or else as most others do. */
  static final class FindPeer extends Job {
    private final PeerId wanted;
    private final List<KadPeer> said = new ArrayList<>();
    private int hops;

    FindPeer(long ticket, Lookup lookup, PeerId wanted, long deadline) {
      super(ticket, lookup, KadMessage.find(wanted), deadline);
      this.wanted = wanted;
    }

    @Override
    void answered(Candidate by, KadMessage message) {
      if (by.peer.equals(wanted)) {
        hops = by.hops;
        said.clear();
        said.add(named(by));
        satisfy();
        return;
      }
      for (KadPeer peer : message.closer()) {
        if (peer.id().equals(wanted) && !peer.addresses().isEmpty()) {
          hops = said.isEmpty() ? by.hops : hops;
          said.add(peer);
        }
      }
    }

    @Override
    Outcome outcome() {
      List<KadPeer> found =
          said.isEmpty()
              ? List.of()
              : List.of(
                  KadPeer.at(
                      wanted,
                      said.stream()
                          .flatMap(each -> each.addresses().stream())
                          .distinct()
                          .toList()));
      return outcome(found, Optional.empty(), hops);
    }
  }

  /** Tells the nearest to a key something. */
  static final class Tell extends Job {
    private final KadMessage message;

    Tell(long ticket, Lookup lookup, KadMessage message, long deadline) {
      super(ticket, lookup, KadMessage.about(Kind.FIND_NODE, message.key()), deadline);
      this.message = message;
    }

    @Override
    List<Telling> tellings() {
      return lookup.nearest().stream().map(each -> new Telling(each, message)).toList();
    }

    @Override
    Outcome outcome() {
      List<KadPeer> nearest = lookup.nearest().stream().map(Job::named).toList();
      return outcome(nearest, Optional.empty(), lookup.hops());
    }
  }
}
