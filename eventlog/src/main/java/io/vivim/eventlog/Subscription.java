package io.vivim.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The events of the log behind a cursor, those to come included, without a gap or a duplicate.
 *
 * <p>It pulls from the log itself, so that one that is slow costs nothing but its place. For one
 * thread at a time.
 */
public final class Subscription implements AutoCloseable {
  /** Events that one poll looks at, matching or not. */
  private static final int MAX_LOOKS = 4096;

  private final Tail tail;
  private final Filter filter;
  private final boolean takesAll;
  private long position;
  private boolean isClosed;

  Subscription(Tail tail, Filter filter, long position) {
    this.tail = tail;
    this.filter = filter;
    this.takesAll = filter.equals(Filter.ALL);
    this.position = position;
  }

  /** The next events that match, at most so many; perhaps none, though {@link #ready} is done. */
  public List<AppendedEvent> poll(int most) {
    if (isClosed) {
      throw new IllegalStateException("the subscription is closed");
    }
    if (most < 1) {
      throw new IllegalArgumentException("at most " + most + " events");
    }
    List<AppendedEvent> found = new ArrayList<>();
    tail.visit(
        position,
        MAX_LOOKS,
        event -> {
          position = event.position();
          if (takesAll || filter.matches(event.event())) {
            found.add(event);
          }
          return found.size() < most;
        });
    return found;
  }

  /** Done when there may be more to poll; it also ends when the log is closed. */
  public CompletionStage<Void> ready() {
    return tail.movedBeyond(position);
  }

  /** Where a later subscription goes on from here. */
  public Cursor cursor() {
    return tail.cursor(position);
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
