package io.vivim.eventlog;

import java.util.List;

/**
 * What one commit makes of the log.
 *
 * @param appended the events that it appends, in the order of the log
 * @param restored events that were in the log without their payload, and have it again
 * @param evidence what the appended ones showed of their signers
 */
public record Gathered(
    List<AppendedEvent> appended, List<AppendedEvent> restored, List<Evidence> evidence) {
  public Gathered {
    appended = List.copyOf(appended);
    restored = List.copyOf(restored);
    evidence = List.copyOf(evidence);
  }
}
