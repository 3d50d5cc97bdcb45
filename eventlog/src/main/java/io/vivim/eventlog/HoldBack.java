package io.vivim.eventlog;

import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events that wait, and what for. It holds no more than its limits: where one source has too
 * much, it loses its newest; where all together have, the source with the largest share does.
 *
 * <p>Written by the writer alone; {@link #holds} may be asked by any thread.
 */
final class HoldBack {
  private final HeldLimits limits;

  private final Map<EventId, Held> byId = new ConcurrentHashMap<>();

  /** Those that wait for a cause, by the cause. */
  private final Map<EventId, Set<EventId>> waitingFor = new HashMap<>();

  /** Those that wait for their payload, by the entity that they are about. */
  private final Map<EventId, Set<EventId>> withoutPayload = new HashMap<>();

  /** For how many causes each still waits. */
  private final Map<EventId, Integer> missing = new HashMap<>();

  private final TreeSet<Held> early =
      new TreeSet<>(
          Comparator.comparing((Held held) -> held.event().header().timestamp())
              .thenComparing(Held::arrival));
  private final Map<Source, Share> shares = new HashMap<>();
  private long bytes;

  HoldBack(HeldLimits limits) {
    this.limits = limits;
  }

  /** What one source makes the log hold, by arrival. */
  private static final class Share {
    private final TreeMap<Long, Held> byArrival = new TreeMap<>();
    private long bytes;
  }

  boolean holds(EventId id) {
    return byId.containsKey(id);
  }

  Optional<Held> find(EventId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Adds an event that is not held, and takes out what is too much, perhaps this one itself. */
  List<Held> add(Held held) {
    byId.put(held.event().id(), held);
    missing.put(held.event().id(), held.missing().size());
    held.missing()
        .forEach(
            cause ->
                waitingFor
                    .computeIfAbsent(cause, id -> new LinkedHashSet<>())
                    .add(held.event().id()));
    if (held.isEarly()) {
      early.add(held);
    }
    if (held.lacksPayload()) {
      withoutPayload
          .computeIfAbsent(held.event().event().entity(), id -> new LinkedHashSet<>())
          .add(held.event().id());
    }
    Share share = shares.computeIfAbsent(held.source(), source -> new Share());
    share.byArrival.put(held.arrival(), held);
    share.bytes += held.bytes();
    bytes += held.bytes();
    return dropped(share);
  }

  private List<Held> dropped(Share own) {
    List<Held> dropped = new ArrayList<>();
    while (own.byArrival.size() > limits.eventsPerSource() || own.bytes > limits.bytesPerSource()) {
      dropped.add(dropNewest(own));
    }
    while (byId.size() > limits.events() || bytes > limits.bytes()) {
      boolean tooMany = byId.size() > limits.events();
      Comparator<Share> bySize =
          tooMany
              ? Comparator.comparingInt(share -> share.byArrival.size())
              : Comparator.comparingLong(share -> share.bytes);
      dropped.add(dropNewest(shares.values().stream().max(bySize).orElseThrow()));
    }
    return dropped;
  }

  private Held dropNewest(Share share) {
    Held newest = share.byArrival.lastEntry().getValue();
    remove(newest);
    return newest;
  }

  void remove(Held held) {
    byId.remove(held.event().id());
    missing.remove(held.event().id());
    for (EventId cause : held.missing()) {
      Set<EventId> waiting = waitingFor.get(cause);
      if (waiting != null && waiting.remove(held.event().id()) && waiting.isEmpty()) {
        waitingFor.remove(cause);
      }
    }
    early.remove(held);
    EventId entity = held.event().event().entity();
    Set<EventId> lacking = withoutPayload.get(entity);
    if (lacking != null && lacking.remove(held.event().id()) && lacking.isEmpty()) {
      withoutPayload.remove(entity);
    }
    Share share = shares.get(held.source());
    if (share != null && share.byArrival.remove(held.arrival()) != null) {
      share.bytes -= held.bytes();
      bytes -= held.bytes();
      if (share.byArrival.isEmpty()) {
        shares.remove(held.source());
      }
    }
  }

  /** The events about an entity that wait for their payload. */
  Set<EventId> withoutPayload(EventId entity) {
    return withoutPayload.getOrDefault(entity, Set.of());
  }

  /** The events that waited for this one and now wait for no other. */
  List<Held> arrived(EventId cause) {
    Set<EventId> waiting = waitingFor.remove(cause);
    if (waiting == null) {
      return List.of();
    }
    return waiting.stream()
        .filter(id -> missing.merge(id, -1, Integer::sum) == 0)
        .map(byId::get)
        .toList();
  }

  /** The early events whose time has come. */
  List<Held> due(long timestampMillis) {
    return early.stream()
        .takeWhile(held -> held.event().header().timestamp().millis() <= timestampMillis)
        .toList();
  }

  /** When the first early event's time comes, in milliseconds of its timestamp. */
  Optional<Long> nextDue() {
    return early.isEmpty()
        ? Optional.empty()
        : Optional.of(early.first().event().header().timestamp().millis());
  }

  /** All that waits, in the order of arrival. */
  List<Held> all() {
    return byId.values().stream().sorted(Comparator.comparingLong(Held::arrival)).toList();
  }

  int size() {
    return byId.size();
  }

  long bytes() {
    return bytes;
  }
}
