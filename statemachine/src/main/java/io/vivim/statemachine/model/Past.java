package io.vivim.statemachine.model;

/** What an event has seen of its entity. */
@FunctionalInterface
public interface Past {
  /** Whether the event with this stamp happened before. */
  boolean has(Stamp stamp);
}
