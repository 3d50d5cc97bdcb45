package io.vivim.statemachine;

/** What an event has seen of its entity. */
@FunctionalInterface
interface Past {
  /** Whether the event with this stamp happened before. */
  boolean has(Stamp stamp);
}
