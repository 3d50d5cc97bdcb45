package io.vivim.eventlog;

import io.vivim.store.Batch;
import java.util.ArrayList;
import java.util.List;

/** What one commit makes durable, as it is gathered. For the writer. */
final class Round {
  private final Batch batch = Step.COMMIT.batch();
  private final List<AppendedEvent> appended = new ArrayList<>();
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
