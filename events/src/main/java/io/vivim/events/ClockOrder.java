package io.vivim.events;

/** How one vector clock stands to another. */
public enum ClockOrder {
  BEFORE,
  AFTER,
  EQUAL,
  CONCURRENT
}
