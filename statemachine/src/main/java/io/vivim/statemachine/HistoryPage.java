package io.vivim.statemachine;

import io.vivim.events.EventId;
import java.util.List;
import java.util.Optional;

/**
 * Some of the events of an entity, by time.
 *
 * @param next the event behind which to go on; empty where these were the last
 */
public record HistoryPage(List<HistoryEntry> entries, Optional<EventId> next) {
  public HistoryPage {
    entries = List.copyOf(entries);
  }
}
