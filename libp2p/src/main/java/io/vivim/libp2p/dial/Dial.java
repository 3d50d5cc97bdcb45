package io.vivim.libp2p.dial;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One peer that is being dialled: what there is to try, what is under way, what came of the rest.
 */
final class Dial {
  final PeerId peer;
  final long deadline;

  /** All that counted, so that nothing is tried twice. */
  private final Set<Multiaddr> known = new HashSet<>();

  /** Those that are not tried, as far as they are told. */
  private final Set<Multiaddr> passedOver = new HashSet<>();

  private final Set<Multiaddr> names = new LinkedHashSet<>();

  /** Those of the names that lead to no near address, since strangers say them. */
  private final Set<Multiaddr> foreign = new HashSet<>();

  private final Set<Multiaddr> lookedUp = new HashSet<>();
  private List<Multiaddr> waiting = new ArrayList<>();
  private final Map<Long, Multiaddr> underWay = new LinkedHashMap<>();
  private final List<Tried> tried = new ArrayList<>();

  /** When the next attempt may begin beside those that are under way. */
  private long nextStart;

  /** Whether the peer came to us meanwhile, and only what is under way is waited for. */
  private boolean isReached;

  Dial(PeerId peer, long now, DialLimits limits) {
    this.peer = peer;
    this.deadline = now + limits.deadline().toNanos();
    this.nextStart = now;
  }

  /** Whether an address is new to the dial, and there is room for it. */
  boolean takes(Multiaddr address, DialLimits limits) {
    return known.size() < limits.addressesPerPeer() && known.add(address);
  }

  /** An address is not tried; of so many that is told. */
  void passedOver(Multiaddr address, String why, DialLimits limits) {
    boolean isToTell = passedOver.size() < limits.addressesPerPeer() && !known.contains(address);
    if (isToTell && passedOver.add(address)) {
      tried(address, why);
    }
  }

  void name(Multiaddr name, boolean isForeign) {
    names.add(name);
    if (isForeign) {
      foreign.add(name);
    }
  }

  /** Whether what a name leads to may be tried: a stranger's is to lead to no network of ours. */
  boolean mayLead(Multiaddr name, Multiaddr found) {
    return !foreign.contains(name) || Reach.of(found) == Reach.PUBLIC;
  }

  void address(List<Multiaddr> more) {
    waiting.addAll(more);
    waiting = DialOrder.of(waiting);
  }

  void tried(Multiaddr address, String outcome) {
    tried.add(new Tried(address, outcome));
  }

  List<Tried> tried() {
    return tried;
  }

  /** The next name to look up. */
  Optional<Multiaddr> nextName() {
    Optional<Multiaddr> next = names.stream().findFirst();
    next.ifPresent(
        name -> {
          names.remove(name);
          lookedUp.add(name);
        });
    return next;
  }

  /** Whether this name was asked for, and had not been answered. */
  boolean answered(Multiaddr name) {
    return lookedUp.remove(name);
  }

  /** Whether an address is to be tried now. */
  boolean isHungry(long now, DialLimits limits) {
    return !waiting.isEmpty()
        && underWay.size() < limits.attemptsPerPeer()
        && (underWay.isEmpty() || now - nextStart >= 0);
  }

  /** Begins the next attempt. */
  Multiaddr begin(long attempt, long now, DialLimits limits) {
    Multiaddr address = waiting.remove(0);
    underWay.put(attempt, address);
    nextStart = now + limits.stagger().toNanos();
    return address;
  }

  /** An attempt failed, and the next need not wait any longer. */
  Multiaddr end(long attempt, long now) {
    nextStart = now;
    Multiaddr address = underWay.remove(attempt);
    if (address == null) {
      throw new IllegalStateException("not under way");
    }
    return address;
  }

  List<Long> attempts() {
    return List.copyOf(underWay.keySet());
  }

  /** Attempts and questions that are under way. */
  int load() {
    return underWay.size() + lookedUp.size();
  }

  /** When something is to be done without anything happening before. */
  long wakeAt(long now, DialLimits limits) {
    boolean isBusy = underWay.size() >= limits.attemptsPerPeer();
    boolean waitsForItsTurn = !waiting.isEmpty() && !isBusy && nextStart - now > 0;
    return waitsForItsTurn && nextStart - deadline < 0 ? nextStart : deadline;
  }

  void reached() {
    isReached = true;
    // Who asks again may give them again.
    known.removeAll(waiting);
    known.removeAll(names);
    known.removeAll(lookedUp);
    waiting.clear();
    names.clear();
    lookedUp.clear();
  }

  /** Somebody asks for the peer again. */
  void wanted() {
    isReached = false;
  }

  boolean isReached() {
    return isReached;
  }

  /** Whether nothing can come of it any more. */
  boolean isOver() {
    return waiting.isEmpty() && names.isEmpty() && lookedUp.isEmpty() && underWay.isEmpty();
  }

  /** What was not done when time ran out. */
  void timedOut() {
    names.forEach(name -> tried(name, "not looked up in time"));
    lookedUp.forEach(name -> tried(name, "not found in time"));
    underWay.values().forEach(address -> tried(address, "no link in time"));
    waiting.forEach(address -> tried(address, "not tried in time"));
  }
}
