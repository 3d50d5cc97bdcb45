package io.vivim.eventlog;

import java.util.List;
import java.util.Optional;

/**
 * Some of the events that a filter matches, newest first.
 *
 * @param next where to go on; empty where these were the last. A page that used up its share of
 *     work may have fewer events than were asked for, even none, and still a next.
 */
public record Page(List<AppendedEvent> events, Optional<PageMark> next) {
  public Page {
    events = List.copyOf(events);
  }
}
