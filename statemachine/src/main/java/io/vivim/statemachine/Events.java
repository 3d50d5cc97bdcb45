package io.vivim.statemachine;

import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  /** Events that may lose their payload with the commit, though the store has it until then. */
  private final Set<EventId> fading = new HashSet<>();

  private final Map<EventId, DecodedEvent> recent = new RecentMap<>(MAX_RECENT);

  Events(EventSource source) {
    this.source = source;
  }

  /** An event that the commit adds, or whose payload it brings back or takes away. */
  void add(DecodedEvent event) {
    inCommit.put(event.id(), event);
    recent.remove(event.id());
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
  List<EventId> at(DidKey signer, LogScope scope, long seq) {
    List<EventId> there = new ArrayList<>(source.at(signer, scope, seq));
    for (DecodedEvent event : inCommit.values()) {
      EventHeader header = event.header();
      if (header.seq() == seq
          && header.signer().equals(signer)
          && event.logScope().equals(scope)
          && !there.contains(event.id())) {
        there.add(event.id());
      }
    }
    return there;
  }

  /** An event is to be read again, since it may have lost its payload. */
  void forget(EventId id) {
    recent.remove(id);
    fading.add(id);
  }

  /** The event before another in its signer's log, where it is here and stands where it should. */
  Optional<DecodedEvent> before(DecodedEvent event) {
    EventHeader header = event.header();
    return header.prev() == null
        ? Optional.empty()
        : find(header.prev())
            .filter(
                prev ->
                    prev.header().seq() == header.seq() - 1
                        && prev.header().signer().equals(header.signer())
                        && prev.logScope().equals(event.logScope()));
  }

  /** The commit is in the store. */
  void committed() {
    inCommit.values().forEach(this::remember);
    inCommit.clear();
    fading.forEach(recent::remove);
    fading.clear();
  }
}
