package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.RawEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log keeps it.
 *
 * <pre>
 *   state 1 | size of the header 4 | header | payload
 * </pre>
 */
record LogRecord(State state, Bytes header, @Nullable Bytes payload) {
  /** What is of the payload. */
  enum State {
    HERE(0),
    /** An erase event took it; it stays away as long as that stands. */
    ERASED(1),
    /** This node let it go with age; it stays away. */
    FORGOTTEN(2);

    private final int code;

    State(int code) {
      this.code = code;
    }

    Bytes encode() {
      return Bytes.owning(new byte[] {(byte) code});
    }

    static State decode(Bytes value, int at) {
      int code = value.at(at);
      return code == HERE.code ? HERE : code == ERASED.code ? ERASED : FORGOTTEN;
    }
  }

  private static final int HEAD_BYTES = 1 + Integer.BYTES;

  static LogRecord of(RawEvent raw, State withoutPayload) {
    return new LogRecord(
        raw.payload() == null ? withoutPayload : State.HERE, raw.header(), raw.payload());
  }

  RawEvent raw() {
    return new RawEvent(header, payload);
  }

  Bytes encode() {
    byte[] head =
        ByteBuffer.allocate(HEAD_BYTES).put((byte) state.code).putInt(header.size()).array();
    return payload == null
        ? Bytes.concat(Bytes.owning(head), header)
        : Bytes.concat(Bytes.owning(head), header, payload);
  }

  static LogRecord decode(Bytes value) {
    int size = 0;
    for (int i = 1; i < HEAD_BYTES; i++) {
      size = size << Byte.SIZE | value.at(i);
    }
    State state = State.decode(value, 0);
    int headerEnd = HEAD_BYTES + size;
    return new LogRecord(
        state,
        value.slice(HEAD_BYTES, headerEnd),
        state == State.HERE ? value.from(headerEnd) : null);
  }
}
