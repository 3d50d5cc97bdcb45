package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All events of a log, and how they hang together: nothing but walks along their links. */
final class ReferenceLog {
  /** An entity, which is of one scope. */
  record Name(LogScope scope, EventId id) implements Comparable<Name> {
    static Name of(DecodedEvent event) {
      return new Name(event.logScope(), event.entity());
    }

    @Override
    public int compareTo(Name that) {
      int byScope = scope.text().compareTo(that.scope.text());
      return byScope != 0 ? byScope : id.compareTo(that.id);
    }
  }

  private final Map<EventId, DecodedEvent> events = new TreeMap<>();
  private final Map<EventId, Set<EventId>> pasts = new HashMap<>();

  ReferenceLog(Collection<DecodedEvent> all) {
    all.forEach(event -> events.put(event.id(), event));
  }

  void add(DecodedEvent event) {
    events.put(event.id(), event);
  }

  /** In the order of their stamps. */
  List<DecodedEvent> events() {
    List<DecodedEvent> sorted = new ArrayList<>(events.values());
    sorted.sort(ReferenceLog::compareStamps);
    return sorted;
  }

  static int compareStamps(DecodedEvent one, DecodedEvent other) {
    int byTime = one.header().timestamp().compareTo(other.header().timestamp());
    return byTime != 0 ? byTime : one.id().compareTo(other.id());
  }

  @Nullable DecodedEvent find(EventId id) {
    return events.get(id);
  }

  /** An event that has to be here, since it is a cause of one that is. */
  DecodedEvent at(EventId id) {
    return Objects.requireNonNull(events.get(id), () -> "not in the log: " + id);
  }

  List<DecodedEvent> at(Collection<EventId> ids) {
    return ids.stream().map(this::at).toList();
  }

  /** The ancestors of an event by {@code prevVersion}: all that it has seen of its entity. */
  Set<EventId> past(DecodedEvent event) {
    Set<EventId> known = pasts.get(event.id());
    if (known != null) {
      return known;
    }
    Set<EventId> past = new HashSet<>();
    List<EventId> next = new ArrayList<>(event.header().prevVersion());
    while (!next.isEmpty()) {
      EventId id = next.remove(next.size() - 1);
      if (past.add(id)) {
        next.addAll(at(id).header().prevVersion());
      }
    }
    if (events.containsKey(event.id())) {
      pasts.put(event.id(), past);
    }
    return past;
  }

  boolean hasSeen(DecodedEvent event, DecodedEvent other) {
    return past(event).contains(other.id());
  }

  /** The entities, each with its events in the order of their stamps. */
  Map<Name, List<DecodedEvent>> entities() {
    Map<Name, List<DecodedEvent>> entities = new LinkedHashMap<>();
    for (DecodedEvent event : events()) {
      entities.computeIfAbsent(Name.of(event), name -> new ArrayList<>()).add(event);
    }
    return entities;
  }

  /** The event of the same scope by whose id the event's entity is named. */
  Optional<DecodedEvent> naming(DecodedEvent event) {
    return Optional.ofNullable(find(event.entity()))
        .filter(first -> first.entity().equals(first.id()))
        .filter(first -> first.logScope().equals(event.logScope()));
  }

  /** Whether two are of one log: one signer's events of one scope. */
  static boolean isSameLog(DecodedEvent one, DecodedEvent other) {
    return one.header().signer().equals(other.header().signer())
        && one.logScope().equals(other.logScope());
  }

  /** An event and those before it by {@code prev}, as far as the links are here. */
  Chain chain(DecodedEvent last) {
    List<DecodedEvent> found = new ArrayList<>();
    DecodedEvent at = last;
    while (true) {
      found.add(at);
      EventId prev = at.header().prev();
      if (prev == null) {
        return new Chain(found, false);
      }
      DecodedEvent before = find(prev);
      if (before == null
          || !isSameLog(before, at)
          || before.header().seq() != at.header().seq() - 1) {
        return new Chain(found, true);
      }
      at = before;
    }
  }

  /**
   * A part of a log.
   *
   * @param events from the last one down
   * @param breaksOff whether the one before the lowest is not here
   */
  record Chain(List<DecodedEvent> events, boolean breaksOff) {
    boolean has(DecodedEvent event) {
      return events.stream().anyMatch(other -> other.id().equals(event.id()));
    }
  }

  /** Whether no other event here has the same place in the same log. */
  boolean isAlone(DecodedEvent event) {
    return events.values().stream()
        .noneMatch(
            other ->
                isSameLog(other, event)
                    && other.header().seq() == event.header().seq()
                    && !other.id().equals(event.id()));
  }
}
