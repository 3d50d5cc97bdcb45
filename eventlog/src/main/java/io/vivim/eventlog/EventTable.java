package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.store.KeyRange;
import io.vivim.store.StoreView;
import java.util.Optional;
import java.util.OptionalLong;

/** The events of the log as they lie in a store or a snapshot of it. */
final class EventTable {
  private final StoreView store;
  private final EventDecoder decoder;

  EventTable(StoreView store, EventDecoder decoder) {
    this.store = store;
    this.decoder = decoder;
  }

  StoreView store() {
    return store;
  }

  OptionalLong positionOf(EventId id) {
    Optional<Bytes> found = store.get(LogKeys.id(id));
    return found.isPresent()
        ? OptionalLong.of(LogKeys.longAt(found.get(), 0))
        : OptionalLong.empty();
  }

  Optional<LogRecord> recordAt(long position) {
    return store.get(LogKeys.event(position)).map(LogRecord::decode);
  }

  Optional<AppendedEvent> at(long position) {
    return recordAt(position).map(record -> new AppendedEvent(position, record.raw(), decoder));
  }

  Optional<AppendedEvent> find(EventId id) {
    OptionalLong position = positionOf(id);
    return position.isPresent() ? at(position.getAsLong()) : Optional.empty();
  }

  /** The event whose record is this entry of the table. */
  AppendedEvent read(Bytes key, Bytes value) {
    return new AppendedEvent(LogKeys.lastLong(key), LogRecord.decode(value).raw(), decoder);
  }

  /** The keys of the events at and after a position. */
  static KeyRange from(long position) {
    return LogKeys.table(LogKeys.EVENT).startingAt(LogKeys.event(position));
  }

  Optional<Bytes> meta(String name) {
    return store.get(LogKeys.meta(name));
  }

  long number(String name) {
    return meta(name).map(value -> LogKeys.longAt(value, 0)).orElse(0L);
  }
}
