package io.vivim.statemachine;

import io.vivim.events.EventHeader;
import io.vivim.events.EventId;

/** The headers of an entity's events that were folded, for whoever has to look back. */
@FunctionalInterface
interface History {
  /** The header of an event that the entity has, or that is a cause of one. */
  EventHeader header(EventId event);
}
