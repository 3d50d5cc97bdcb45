package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events of the log and of the commit that is being made; the writer's. */
final class Events implements History {
  /** Events that were looked up last; grants and heads are asked for again and again. */
  private static final int MAX_RECENT = 4096;

  /** Larger ones are read again each time, or they would fill the memory. */
  private static final int MAX_RECENT_BYTES = 2048;

  private final EventSource source;
  private final Map<EventId, DecodedEvent> inCommit = new HashMap<>();

  /** The same by their places, once somebody asked for one. */
  private final Map<SignerLog.Place, List<EventId>> places = new HashMap<>();

  /** Events that may lose their payload with the commit, though the store has it until then. */
  private final Set<EventId> fading = new HashSet<>();

  private final Map<EventId, DecodedEvent> recent = new RecentMap<>(MAX_RECENT);

  Events(EventSource source) {
    this.source = source;
  }

  /** An event that the commit adds, or whose payload it brings back or takes away. */
  void add(DecodedEvent event) {
    inCommit.put(event.id(), event);
    places.clear();
    recent.remove(event.id());
  }

  /** Whether the commit adds an event, or changes whether its payload is here. */
  boolean isInCommit(EventId id) {
    return inCommit.containsKey(id);
  }

  Optional<DecodedEvent> find(EventId id) {
    DecodedEvent known = inCommit.get(id);
    if (known == null) {
      known = recent.get(id);
    }
    if (known != null) {
      return Optional.of(known);
    }
    Optional<DecodedEvent> stored = source.find(id);
    stored.ifPresent(this::remember);
    return stored;
  }

  private void remember(DecodedEvent event) {
    int payload = event.raw().payload() == null ? 0 : event.raw().payload().size();
    if (event.raw().header().size() + payload <= MAX_RECENT_BYTES) {
      recent.put(event.id(), event);
    }
  }

  /** The event of the same scope by which the entity of another one is named. */
  Optional<DecodedEvent> naming(DecodedEvent event) {
    return find(event.entity())
        .filter(first -> first.entity().equals(first.id()))
        .filter(first -> first.logScope().equals(event.logScope()));
  }

  /** An event that must be there, since another one has it as a cause. */
  DecodedEvent cause(EventId id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException("a cause is not in the log: " + id));
  }

  @Override
  public EventHeader header(EventId event) {
    return cause(event).header();
  }

  /** The events at a place of a signer's log, those of the commit included. */
  List<EventId> at(SignerLog.Place place) {
    Set<EventId> there =
        new LinkedHashSet<>(source.at(place.log().signer(), place.log().scope(), place.seq()));
    there.addAll(placesInCommit().getOrDefault(place, List.of()));
    return List.copyOf(there);
  }

  private Map<SignerLog.Place, List<EventId>> placesInCommit() {
    if (places.isEmpty()) {
      for (DecodedEvent event : inCommit.values()) {
        places.computeIfAbsent(SignerLog.Place.of(event), any -> new ArrayList<>()).add(event.id());
      }
    }
    return places;
  }

  /** An event is to be read again, since it may have lost its payload. */
  void forget(EventId id) {
    recent.remove(id);
    fading.add(id);
  }

  /** The commit is in the store. */
  void committed() {
    inCommit.values().forEach(this::remember);
    inCommit.clear();
    places.clear();
    fading.forEach(recent::remove);
    fading.clear();
  }
}
