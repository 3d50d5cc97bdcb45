package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.store.KeyRange;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  Optional<IdEntry> entryOf(EventId id) {
    return store.get(LogKeys.id(id)).map(IdEntry::decode);
  }

  /** The entries of several ids, in their order. */
  List<Optional<IdEntry>> entriesOf(List<EventId> ids) {
    return store.getAll(ids.stream().map(LogKeys::id).toList()).stream()
        .map(found -> found.map(IdEntry::decode))
        .toList();
  }

  Optional<LogRecord> recordAt(long position) {
    return store.get(LogKeys.event(position)).map(LogRecord::decode);
  }

  /** The events of several ids that are here, in no order that matters. */
  List<AppendedEvent> findAll(List<EventId> ids) {
    List<Long> positions =
        entriesOf(ids).stream().flatMap(Optional::stream).map(IdEntry::position).toList();
    return at(positions).stream().flatMap(Optional::stream).toList();
  }

  /** The events at several positions, in their order. */
  List<Optional<AppendedEvent>> at(List<Long> positions) {
    List<Optional<Bytes>> values = store.getAll(positions.stream().map(LogKeys::event).toList());
    List<Optional<AppendedEvent>> found = new ArrayList<>(positions.size());
    for (int i = 0; i < positions.size(); i++) {
      long position = positions.get(i);
      found.add(
          values.get(i).map(v -> new AppendedEvent(position, LogRecord.decode(v).raw(), decoder)));
    }
    return found;
  }

  Optional<AppendedEvent> at(long position) {
    return recordAt(position).map(record -> new AppendedEvent(position, record.raw(), decoder));
  }

  Optional<AppendedEvent> find(EventId id) {
    return entryOf(id).flatMap(entry -> at(entry.position()));
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
    return meta(name).map(value -> value.longAt(0)).orElse(0L);
  }
}
