package io.vivim.eventlog;

import io.vivim.codec.Bytes;

/**
 * What lies under an event's id: its position, and again what is of its payload, so that a
 * duplicate is known without reading the event.
 *
 * <pre>
 *   position 8 | state 1
 * </pre>
 */
record IdEntry(long position, LogRecord.State state) {
  Bytes encode() {
    return Bytes.concat(LogKeys.ofLong(position), state.encode());
  }

  static IdEntry decode(Bytes value) {
    return new IdEntry(value.longAt(0), LogRecord.State.decode(value, Long.BYTES));
  }
}
