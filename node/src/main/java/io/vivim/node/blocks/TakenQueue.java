package io.vivim.node.blocks;

import io.vivim.blockbuilder.BuiltLogs.Taken;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogListener;
import io.vivim.events.DecodedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the log has just taken, in short, so that whoever makes blocks need not read it again. Where
 * that one falls behind, the rest of it is left out here, and has to be read from the log.
 */
final class TakenQueue implements LogListener {
  /** Events that are kept, of about a hundred bytes each. */
  static final int MAX_EVENTS = 32_768;

  // All below is guarded by this.
  private final ArrayDeque<Taken> taken = new ArrayDeque<>();
  private long head;
  private boolean isClosed;

  @Override
  public void appended(List<AppendedEvent> events) {
    List<Taken> more = new ArrayList<>(events.size());
    events.forEach(event -> more.add(taken(event)));
    synchronized (this) {
      for (Taken each : more) {
        head = each.position();
        // Once one is left out, all behind it are, until what is here has been fetched.
        if (taken.size() < MAX_EVENTS) {
          taken.add(each);
        }
      }
      notifyAll();
    }
  }

  static Taken taken(AppendedEvent appended) {
    DecodedEvent event = appended.event();
    return new Taken(
        appended.position(),
        appended.id(),
        event.header().type(),
        event.logScope(),
        appended.raw().size());
  }

  /** The events behind a position, as far as they are here without a gap. */
  synchronized List<Taken> behind(long position, int most) {
    while (!taken.isEmpty() && taken.peek().position() <= position) {
      taken.remove();
    }
    List<Taken> found = new ArrayList<>();
    while (found.size() < most
        && !taken.isEmpty()
        && taken.peek().position() == position + found.size() + 1) {
      found.add(taken.remove());
    }
    return found;
  }

  /** Waits until there is more behind a position, at most so long. */
  synchronized void await(long position, Duration most) throws InterruptedException {
    if (head <= position && !isClosed) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, most.toNanos()));
    }
  }

  synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return isClosed;
  }
}
