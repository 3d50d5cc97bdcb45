package io.vivim.eventlog;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the events in the log, those of the running round included; the writer's. */
final class Facts {
  private static final int MAX_RECENT = 65_536;

  /** Facts with larger terms than this are read again each time, or they would fill the memory. */
  private static final int MAX_RECENT_TERMS_BYTES = 1024;

  private final EventTable table;
  private final RecentMap<EventId, EventFacts> recent = new RecentMap<>(MAX_RECENT);

  /** Those of the running round that are too large to be kept for longer. */
  private final Map<EventId, EventFacts> largeInRound = new HashMap<>();

  Facts(EventTable table) {
    this.table = table;
  }

  /** The facts of an event, or null where it is not in the log. */
  @Nullable EventFacts find(EventId id) {
    EventFacts known = recent.get(id);
    if (known == null) {
      known = largeInRound.get(id);
    }
    if (known != null) {
      return known;
    }
    Optional<AppendedEvent> stored = table.find(id);
    if (stored.isEmpty()) {
      return null;
    }
    EventFacts facts = EventFacts.of(stored.get().event());
    if (isSmall(stored.get().event())) {
      recent.put(id, facts);
    }
    return facts;
  }

  /** Looks up at once what is not known of these events, so that each is sooner found. */
  void expect(Collection<EventId> ids) {
    List<EventId> unknown = ids.stream().filter(id -> !recent.containsKey(id)).toList();
    for (AppendedEvent found : table.findAll(unknown)) {
      if (isSmall(found.event())) {
        recent.put(found.id(), EventFacts.of(found.event()));
      }
    }
  }

  private static boolean isSmall(DecodedEvent event) {
    return !event.header().type().isControl()
        || event.header().payloadSize() <= MAX_RECENT_TERMS_BYTES;
  }

  /**
   * The first event of an event's entity, where that is named by it. It is among the causes of an
   * event with heads; of one without, nothing can be said that holds in every order of arrival.
   */
  Optional<EventFacts> first(EventFacts event) {
    boolean hasHeads = event.version() > 1;
    return hasHeads
        ? Optional.ofNullable(find(event.entity()))
            .filter(first -> first.entity().equals(first.id()))
        : Optional.empty();
  }

  /** Adds those of an event that the running round appends. */
  void add(DecodedEvent event, EventFacts appended) {
    if (isSmall(event)) {
      recent.put(appended.id(), appended);
    } else {
      largeInRound.put(appended.id(), appended);
    }
  }

  void committed() {
    largeInRound.clear();
  }
}
