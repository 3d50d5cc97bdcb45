package io.vivim.statemachine;

import io.vivim.events.EventId;

/**
 * Why an event is void.
 *
 * @param ground {@code REMOVED} or {@code LEFT}
 * @param by the removal that ended the grant which it relies on
 */
record Ended(Ground ground, EventId by) {}
