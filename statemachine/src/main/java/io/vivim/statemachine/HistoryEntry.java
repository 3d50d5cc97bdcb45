package io.vivim.statemachine;

import io.vivim.events.EventId;
import io.vivim.events.Timestamp;

/** An event of an entity's history, and what was held of it. */
public record HistoryEntry(EventId event, Timestamp time, Verdict verdict) {}
