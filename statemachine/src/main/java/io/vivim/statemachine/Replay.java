package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The events of an entity in the order of time, to be gone through several times. Those of most are
 * read once; where they come to more than memory should hold, each is read again each time.
 */
final class Replay implements Iterable<DecodedEvent> {
  /** What the first events may come to that are held. */
  static final long MAX_HELD_BYTES = 16 * 1024 * 1024;

  private final Events events;
  private final List<EventId> ids = new ArrayList<>();

  /** The first of them, as many as are held. */
  private final List<DecodedEvent> held = new ArrayList<>();

  Replay(Rows rows, EntityName entity, Events events) {
    this(rows, entity, events, MAX_HELD_BYTES);
  }

  Replay(Rows rows, EntityName entity, Events events, long mostBytes) {
    this.events = events;
    rows.startingWith(StateKeys.history(entity))
        .forEach(row -> ids.add(StateKeys.lastId(row.key())));
    long bytes = 0;
    for (EventId id : ids) {
      DecodedEvent event = events.cause(id);
      bytes += sizeOf(event.raw());
      if (bytes > mostBytes) {
        return;
      }
      held.add(event);
    }
  }

  private static int sizeOf(RawEvent raw) {
    return raw.header().size() + (raw.payload() == null ? 0 : raw.payload().size());
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  @Override
  public Iterator<DecodedEvent> iterator() {
    Iterator<EventId> all = ids.listIterator();
    Iterator<DecodedEvent> first = held.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public DecodedEvent next() {
        EventId id = all.next();
        return first.hasNext() ? first.next() : events.cause(id);
      }
    };
  }
}
