package io.vivim.eventlog;

import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.RawEvent;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import org.jspecify.annotations.Nullable;

/** An event of the log at its position; its fields are read when they are first asked for. */
public final class AppendedEvent {
  private final long position;
  private final RawEvent raw;
  private final EventDecoder decoder;

  /** Found by whichever thread asks first; two that find it at once find the same. */
  private volatile @Nullable DecodedEvent event;

  AppendedEvent(long position, RawEvent raw, EventDecoder decoder) {
    this.position = position;
    this.raw = raw;
    this.decoder = decoder;
  }

  AppendedEvent(long position, DecodedEvent event, EventDecoder decoder) {
    this(position, event.raw(), decoder);
    this.event = event;
  }

  /** Its place in this log, from 1. */
  public long position() {
    return position;
  }

  /** Header and payload as they came; no payload where it was erased. */
  public RawEvent raw() {
    return raw;
  }

  public EventId id() {
    DecodedEvent known = event;
    return known == null ? EventId.ofHeader(raw.header()) : known.id();
  }

  public DecodedEvent event() {
    DecodedEvent known = event;
    if (known == null) {
      if (!(decoder.decode(raw) instanceof Checked.Good<DecodedEvent> good)) {
        throw new StoreException(
            StoreError.CORRUPT, "the event at position " + position + " cannot be read", null);
      }
      known = good.value();
      event = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return position + " " + id();
  }
}
