package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.store.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The end of the log as readers see it: the events committed last are at hand, older ones are read
 * from the store.
 */
final class Tail {
  /** Events at hand. */
  private static final int MAX_AT_HAND = 1024;

  private final EventTable table;
  private final Bytes logId;

  // All below is guarded by this.
  /** A ring; an event's place is its position modulo the size. */
  private final AppendedEvent[] atHand = new AppendedEvent[MAX_AT_HAND];

  /** The lowest position whose event, and all after it, are at hand. */
  private long firstAtHand;

  private long head;
  private CompletableFuture<Void> moved = new CompletableFuture<>();
  private boolean isClosed;

  Tail(EventTable table, Bytes logId, long head) {
    this.table = table;
    this.logId = logId;
    this.head = head;
    this.firstAtHand = head + 1;
  }

  /** These were committed. */
  void append(List<AppendedEvent> events) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      for (AppendedEvent event : events) {
        atHand[(int) (event.position() % MAX_AT_HAND)] = event;
        head = event.position();
      }
      firstAtHand = Math.max(firstAtHand, head - MAX_AT_HAND + 1);
      waiting = moved;
      moved = new CompletableFuture<>();
    }
    waiting.complete(null);
  }

  /** Bytes were erased: what is at hand may have them still. */
  synchronized void forget() {
    firstAtHand = head + 1;
    Arrays.fill(atHand, null);
  }

  /** Visits the events behind a position in order, until the visitor or the share has enough. */
  void visit(long position, int most, Predicate<AppendedEvent> visitor) {
    List<AppendedEvent> recent = recentBehind(position, most);
    if (!recent.isEmpty()) {
      for (AppendedEvent event : recent) {
        if (!visitor.test(event)) {
          return;
        }
      }
      return;
    }
    long last = head();
    try (Scan scan = table.store().scan(EventTable.from(position + 1))) {
      for (int looks = 0; looks < most && scan.next(); looks++) {
        AppendedEvent event = table.read(scan.key(), scan.value());
        // What the running commit has written is not the log's yet.
        if (event.position() > last || !visitor.test(event)) {
          return;
        }
      }
    }
  }

  private synchronized List<AppendedEvent> recentBehind(long position, int most) {
    List<AppendedEvent> recent = new ArrayList<>();
    if (position + 1 >= firstAtHand) {
      for (long at = position + 1; at <= head && recent.size() < most; at++) {
        recent.add(atHand[(int) (at % MAX_AT_HAND)]);
      }
    }
    return recent;
  }

  synchronized long head() {
    return head;
  }

  /** Done when there are events behind a position, or never will be. */
  synchronized CompletionStage<Void> movedBeyond(long position) {
    return isClosed || head > position
        ? CompletableFuture.completedFuture(null)
        : moved.minimalCompletionStage();
  }

  Cursor cursor(long position) {
    return new Cursor(logId, position);
  }

  void close() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      isClosed = true;
      waiting = moved;
    }
    waiting.complete(null);
  }
}
