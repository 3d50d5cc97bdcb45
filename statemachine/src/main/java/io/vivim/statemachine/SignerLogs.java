package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the events in a signer's log hang together by {@code prev}. Links never change and no event
 * goes, so what was found once is remembered for as long as there is room. The writer's.
 */
final class SignerLogs {
  /** Events from one milestone of a walk to the next. */
  static final int STRIDE = 128;

  private static final int MAX_STRIDES = 65_536;
  private static final int MAX_SHARED = 65_536;

  private final Events events;

  /** From an event whose seq is a multiple of {@link #STRIDE} to the one a stride before it. */
  private final Map<EventId, EventId> strides = new RecentMap<>(MAX_STRIDES);

  /** Places that several events have. */
  private final Map<SignerLog.Place, Boolean> shared = new RecentMap<>(MAX_SHARED);

  /** Places of which it was told that they are shared. */
  private final Map<SignerLog.Place, Boolean> told = new RecentMap<>(MAX_SHARED);

  SignerLogs(Events events) {
    this.events = events;
  }

  /** Whether the signer gave the same place to another event; then only the chain tells. */
  boolean hasRival(DecodedEvent event) {
    SignerLog.Place place = SignerLog.Place.of(event);
    if (shared.containsKey(place)) {
      return true;
    }
    boolean hasRival = !othersAt(place, event).isEmpty();
    if (hasRival) {
      shared.put(place, true);
    }
    return hasRival;
  }

  /** The events that may have had no rival before this one, which is one. */
  List<EventId> newlyRivalledBy(DecodedEvent event) {
    SignerLog.Place place = SignerLog.Place.of(event);
    return told.put(place, true) == null ? othersAt(place, event) : List.of();
  }

  private List<EventId> othersAt(SignerLog.Place place, DecodedEvent event) {
    return events.at(place).stream().filter(there -> !there.equals(event.id())).toList();
  }

  /** Whether the chain of an event leads back to another one of its log. */
  boolean comesBackTo(DecodedEvent from, DecodedEvent to) {
    long floor = to.header().seq();
    Optional<DecodedEvent> at = Optional.of(from);
    Optional<DecodedEvent> milestone = Optional.empty();
    while (at.isPresent() && at.get().header().seq() > floor) {
      if (at.get().header().seq() % STRIDE == 0) {
        rememberStride(milestone, at.get());
        milestone = Optional.of(far(at.get(), floor));
        at = milestone;
      }
      at = at.get().header().seq() > floor ? before(at.get()) : at;
    }
    return at.isPresent() && at.get().id().equals(to.id());
  }

  private void rememberStride(Optional<DecodedEvent> milestone, DecodedEvent at) {
    milestone
        .filter(from -> from.header().seq() - STRIDE == at.header().seq())
        .ifPresent(from -> strides.put(from.id(), at.id()));
  }

  /** As far back from a milestone as known strides lead, and not beyond a place. */
  private DecodedEvent far(DecodedEvent milestone, long floor) {
    EventId at = milestone.id();
    for (long seq = milestone.header().seq() - STRIDE; seq >= floor; seq -= STRIDE) {
      EventId next = strides.get(at);
      if (next == null) {
        break;
      }
      at = next;
    }
    return events.cause(at);
  }

  /** The event before another in its log, where it is here and stands where it should. */
  private Optional<DecodedEvent> before(DecodedEvent event) {
    EventHeader header = event.header();
    return header.prev() == null
        ? Optional.empty()
        : events
            .find(header.prev())
            .filter(
                prev ->
                    prev.header().seq() == header.seq() - 1
                        && SignerLog.of(prev).equals(SignerLog.of(event)));
  }

  /** Whether an event of its log comes right after an event. */
  boolean isFollowed(DecodedEvent event) {
    return !followersOf(event).isEmpty();
  }

  private List<DecodedEvent> followersOf(DecodedEvent event) {
    long next = event.header().seq() + 1;
    return events.at(new SignerLog.Place(SignerLog.of(event), next)).stream()
        .map(events::cause)
        .filter(follower -> event.id().equals(follower.header().prev()))
        .toList();
  }

  /** All events of its log to which the chain of an event leads, the nearest first. */
  Stream<DecodedEvent> below(DecodedEvent event) {
    return Stream.iterate(before(event), Optional::isPresent, at -> at.flatMap(this::before))
        .flatMap(Optional::stream);
  }

  /** All events of its log whose chain leads to an event. */
  List<DecodedEvent> above(DecodedEvent event) {
    List<DecodedEvent> all = new ArrayList<>();
    Deque<DecodedEvent> open = new ArrayDeque<>(followersOf(event));
    for (DecodedEvent at = open.poll(); at != null; at = open.poll()) {
      all.add(at);
      open.addAll(followersOf(at));
    }
    return all;
  }
}
