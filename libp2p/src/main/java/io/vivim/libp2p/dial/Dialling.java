package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.dns.Names;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/**
 * The rules of dialling, for all peers: one dial for each, addresses in their order with a head
 * start for the better ones, the first link wins and the others are given up, and what failed rests
 * a while. Times are nanoseconds of one clock. For one thread at a time.
 */
final class Dialling {
  private static final String CLOSED = "the host is closed";

  private final PeerId self;
  private final DialLimits limits;
  private final Predicate<Multiaddr> canBeDialled;
  private final BackOff backOff;

  /** The oldest first: it has the first call on what is free. */
  private final Map<PeerId, Dial> dials = new LinkedHashMap<>();

  private final Map<Long, Dial> byAttempt = new HashMap<>();
  private final List<DialOutput> outputs = new ArrayList<>();
  private long lastAttempt;
  private Optional<Long> wakeAt = Optional.empty();
  private boolean isStopped;

  /**
   * @param canBeDialled whether an address is of a kind that we speak, and not ours
   * @param random from 0 to 1
   */
  Dialling(
      PeerId self, DialLimits limits, Predicate<Multiaddr> canBeDialled, DoubleSupplier random) {
    this.self = self;
    this.limits = limits;
    this.canBeDialled = canBeDialled;
    this.backOff = new BackOff(limits, random);
  }

  List<DialOutput> handle(DialInput input, long now) {
    if (input instanceof DialInput.Ask ask) {
      ask(ask, now);
    } else if (input instanceof DialInput.Found found) {
      found(found, now);
    } else if (input instanceof DialInput.NotFound missing) {
      notFound(missing);
    } else if (input instanceof DialInput.Linked linked) {
      linked(linked.attempt());
    } else if (input instanceof DialInput.Failed failed) {
      failed(failed, now);
    } else if (input instanceof DialInput.Reached reached) {
      reached(reached.peer());
    } else if (input instanceof DialInput.Woken) {
      wakeAt = Optional.empty();
    } else if (input instanceof DialInput.Stop) {
      isStopped = true;
      List.copyOf(dials.values()).forEach(dial -> lose(dial, CLOSED));
    }
    goOn(now);
    List<DialOutput> done = List.copyOf(outputs);
    outputs.clear();
    return done;
  }

  private void ask(DialInput.Ask ask, long now) {
    PeerId peer = ask.peer();
    if (isStopped) {
      outputs.add(new DialOutput.Lost(peer, CLOSED, List.of()));
      return;
    }
    if (peer.equals(self)) {
      outputs.add(new DialOutput.Lost(peer, "that is this host itself", List.of()));
      return;
    }
    if (!dials.containsKey(peer) && dials.size() >= limits.dials()) {
      outputs.add(new DialOutput.Lost(peer, "too many peers are being dialled", List.of()));
      return;
    }
    Dial dial = dials.computeIfAbsent(peer, any -> new Dial(peer, now, limits));
    dial.wanted();
    take(dial, ask.addresses(), Optional.of(ask.foreign()), now);
    if (dial.isOver()) {
      lose(dial, dial.tried().isEmpty() ? "no address is known" : "no address can be tried");
    }
  }

  /**
   * @param foreign names of strangers; empty where there are to be no names
   */
  private void take(
      Dial dial, Collection<Multiaddr> addresses, Optional<Set<Multiaddr>> foreign, long now) {
    List<Multiaddr> good = new ArrayList<>();
    for (Multiaddr given : addresses) {
      if (given.peerId().filter(peer -> !peer.equals(dial.peer)).isPresent()) {
        // A name may lead to many peers; only what the asker says is told back.
        if (foreign.isPresent()) {
          dial.passedOver(given, "leads to another peer", limits);
        }
        continue;
      }
      Multiaddr address = Names.isNamed(given) ? given : bare(given);
      // What is not tried takes no room from what can be.
      if (Names.isNamed(address)) {
        if (dial.takes(address, limits)) {
          foreign.ifPresent(names -> dial.name(address, names.contains(address)));
        }
      } else if (!canBeDialled.test(address)) {
        dial.passedOver(address, "cannot be dialled", limits);
      } else if (backOff.isResting(dial.peer, address, now)) {
        dial.passedOver(address, "failed just now and is tried again later", limits);
      } else if (dial.takes(address, limits)) {
        good.add(address);
      }
    }
    dial.address(good);
  }

  /** An address without the peer to whom it leads, so that the same is not tried twice. */
  private static Multiaddr bare(Multiaddr address) {
    int last = address.parts().size() - 1;
    if (last == 0 || address.parts().get(last).protocol() != Protocol.P2P) {
      return address;
    }
    try {
      return Multiaddr.of(address.parts().subList(0, last));
    } catch (AddressException e) {
      throw new IllegalStateException("less of a good address is one", e);
    }
  }

  private void found(DialInput.Found found, long now) {
    Dial dial = dials.get(found.peer());
    if (dial != null && dial.answered(found.name())) {
      List<Multiaddr> all = found.addresses();
      List<Multiaddr> open = all.stream().filter(at -> dial.mayLead(found.name(), at)).toList();
      if (open.size() < all.size()) {
        dial.tried(found.name(), "leads nearer than a name of strangers may");
      }
      take(dial, open, Optional.empty(), now);
      loseIfOver(dial);
    }
  }

  private void notFound(DialInput.NotFound missing) {
    Dial dial = dials.get(missing.peer());
    if (dial != null && dial.answered(missing.name())) {
      dial.tried(missing.name(), "not found: " + missing.why());
      loseIfOver(dial);
    }
  }

  private void linked(long attempt) {
    Dial dial = byAttempt.remove(attempt);
    if (dial == null) {
      outputs.add(new DialOutput.GiveUp(attempt));
      return;
    }
    backOff.forget(dial.peer);
    outputs.add(new DialOutput.Won(dial.peer, attempt));
    remove(dial, attempt);
  }

  private void failed(DialInput.Failed failed, long now) {
    Dial dial = byAttempt.remove(failed.attempt());
    if (dial != null) {
      Multiaddr address = dial.end(failed.attempt(), now);
      dial.tried(address, failed.why());
      if (failed.isTheirs()) {
        backOff.failed(dial.peer, address, now);
      }
      loseIfOver(dial);
    }
  }

  /**
   * What is under way goes on: the peer may be giving up its own attempts just now, and if each did
   * for the other's sake there would be no link at all.
   */
  private void reached(PeerId peer) {
    backOff.forget(peer);
    Dial dial = dials.get(peer);
    if (dial != null) {
      dial.reached();
      loseIfOver(dial);
    }
  }

  private void loseIfOver(Dial dial) {
    if (dial.isOver()) {
      lose(dial, "no address led to it");
    }
  }

  private void lose(Dial dial, String why) {
    if (!dial.isReached()) {
      outputs.add(new DialOutput.Lost(dial.peer, why, List.copyOf(dial.tried())));
    }
    remove(dial, 0);
  }

  private void remove(Dial dial, long winner) {
    dials.remove(dial.peer);
    for (long attempt : dial.attempts()) {
      if (attempt != winner) {
        byAttempt.remove(attempt);
        outputs.add(new DialOutput.GiveUp(attempt));
      }
    }
  }

  /** Ends what takes too long, and begins what has its turn. */
  private void goOn(long now) {
    for (Dial dial : List.copyOf(dials.values())) {
      if (now - dial.deadline >= 0) {
        dial.timedOut();
        lose(dial, "not done in time");
      }
    }
    int free = limits.attempts() - dials.values().stream().mapToInt(Dial::load).sum();
    long earliest = Long.MAX_VALUE;
    for (Dial dial : dials.values()) {
      free -= begin(dial, free, now);
      earliest = Math.min(earliest, dial.wakeAt(now, limits) - now);
    }
    if (!dials.isEmpty() && !wakeAt.equals(Optional.of(now + earliest))) {
      wakeAt = Optional.of(now + earliest);
      outputs.add(new DialOutput.WakeAt(now + earliest));
    }
  }

  private int begin(Dial dial, int free, long now) {
    int begun = 0;
    while (begun < free) {
      Optional<Multiaddr> name = dial.nextName();
      if (name.isEmpty()) {
        break;
      }
      outputs.add(new DialOutput.LookUp(dial.peer, name.get()));
      begun++;
    }
    while (begun < free && dial.isHungry(now, limits)) {
      long attempt = ++lastAttempt;
      byAttempt.put(attempt, dial);
      Multiaddr address = dial.begin(attempt, now, limits);
      outputs.add(new DialOutput.Begin(attempt, dial.peer, address));
      begun++;
    }
    return begun;
  }

  /** Addresses that are remembered for their failures. */
  int resting() {
    return backOff.size();
  }

  int dials() {
    return dials.size();
  }

  int attempts() {
    return byAttempt.size();
  }
}
