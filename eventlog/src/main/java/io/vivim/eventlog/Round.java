package io.vivim.eventlog;

import io.vivim.events.EventId;
import io.vivim.store.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one commit makes durable, as it is gathered. For the writer. */
final class Round {
  private final Batch batch = Step.COMMIT.batch();
  private final List<AppendedEvent> appended = new ArrayList<>();
  private final Map<EventId, AppendedEvent> restored = new LinkedHashMap<>();
  private final List<Evidence> evidence = new ArrayList<>();
  private boolean erasesBytes;

  Batch batch() {
    return batch;
  }

  /** The events that it appends, in the order of the log. */
  List<AppendedEvent> appended() {
    return appended;
  }

  List<Evidence> evidence() {
    return evidence;
  }

  /** An event that was in the log has its payload again. */
  void restore(AppendedEvent event) {
    restored.put(event.id(), event);
  }

  boolean hasRestored(EventId event) {
    return restored.containsKey(event);
  }

  /** An event that has its payload again is to lose it before the commit. */
  Optional<AppendedEvent> takeRestored(EventId event) {
    return Optional.ofNullable(restored.remove(event));
  }

  /** Whether there is more of the log than before. */
  boolean doesAdd() {
    return !appended.isEmpty() || !restored.isEmpty();
  }

  Gathered gathered() {
    return new Gathered(appended, List.copyOf(restored.values()), evidence);
  }

  /** Bytes that were on the disk are to go. */
  void erasesBytes() {
    erasesBytes = true;
  }

  boolean doesEraseBytes() {
    return erasesBytes;
  }

  boolean isEmpty() {
    return batch.isEmpty();
  }

  void append(AppendedEvent event) {
    appended.add(event);
  }

  /** An event of this round has lost its payload before it was committed. */
  void replace(long index, AppendedEvent event) {
    appended.set((int) index, event);
  }
}
