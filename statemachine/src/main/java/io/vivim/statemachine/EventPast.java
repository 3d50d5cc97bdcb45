package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventLimits;
import io.vivim.statemachine.model.Past;
import io.vivim.statemachine.model.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * What one event has seen of its entity: by the clocks as far as those prove it, else by a walk
 * back that goes on where it stopped.
 */
final class EventPast implements Past {
  private final EventId event;
  private final EventHeader header;
  private final Lineage after;
  private final boolean hasAll;
  private final History history;
  private final KnownPasts pasts;

  /** What the walk came to, and from where it goes on. */
  private final Set<EventId> met = new HashSet<>();

  private final PriorityQueue<Lineage.Visit> next = new PriorityQueue<>();
  private boolean isWalking;

  /**
   * @param before the entity's events without this one
   * @param after with it
   * @param pasts what walks found out before
   */
  EventPast(DecodedEvent event, Lineage before, Lineage after, History history, KnownPasts pasts) {
    this.event = event.id();
    this.header = event.header();
    this.after = after;
    this.hasAll = before.areHeadsIn(header);
    this.history = history;
    this.pasts = pasts;
  }

  @Override
  public boolean hasAll() {
    return hasAll;
  }

  @Override
  public Bytes signerOf(Stamp stamp) {
    return mark(history.header(stamp.event()).signer().toString());
  }

  private static Bytes mark(String signer) {
    return StateKeys.hash(signer);
  }

  @Override
  public boolean has(Stamp stamp) {
    if (hasAll) {
      return true;
    }
    String signer = history.header(stamp.event()).signer().toString();
    Lineage.Last last = after.lastOf(signer);
    if (last != null && !after.isMixed()) {
      boolean isWithin = stamp.seq() <= seenOf(signer);
      if (isWithin && last.isInLine()) {
        return true;
      } else if (!isWithin && last.isRising() && isClockWhole()) {
        return false;
      }
    }
    return reaches(stamp.event());
  }

  /** Whether the clock has an entry for each signer of whom the event has seen anything. */
  private boolean isClockWhole() {
    return header.vectorClock().size() < EventLimits.MAX_CLOCK_ENTRIES;
  }

  /** Up to which seq of a signer the event has seen something, by its clock. */
  private long seenOf(String signer) {
    // The event's own entry is its own seq.
    return signer.equals(header.signer().toString())
        ? Lineage.seenOf(signer, header, history)
        : header.vectorClock().seqOf(signer).orElse(0);
  }

  @Override
  public Optional<Map<Bytes, Long>> reach() {
    if (!isClockWhole() || after.isMixed()) {
      return Optional.empty();
    }
    Map<Bytes, Long> reach = new HashMap<>();
    for (String signer : header.vectorClock().entries().keySet()) {
      Lineage.Last last = after.lastOf(signer);
      boolean isBound = last != null && last.isRising();
      reach.put(mark(signer), isBound ? seenOf(signer) : EventLimits.MAX_INTEGER);
    }
    return Optional.of(reach);
  }

  /** Whether a walk back from the event comes to another one. */
  private boolean reaches(EventId other) {
    boolean isMet = pasts.isBeforeAny(header.prevVersion(), other).orElseGet(() -> walksTo(other));
    pasts.put(event, other, isMet);
    return isMet;
  }

  private boolean walksTo(EventId other) {
    int before = met.size();
    if (!isWalking) {
      isWalking = true;
      Lineage.stepBack(header, met, next, history);
    }
    long floor = history.header(other).version();
    while (!met.contains(other) && !next.isEmpty() && next.peek().header().version() > floor) {
      Lineage.stepBack(next.remove().header(), met, next, history);
    }
    boolean isMet = met.contains(other);
    if (!isMet && met.size() > before) {
      pasts.none(met, other);
    }
    return isMet;
  }
}
