package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;

/**
 * Proof, in the log, that a signer broke the order of its own log. Nothing is refused for it: the
 * events stand as concurrent edits, and whoever judges the signer reads it here.
 *
 * @param chain the signer's log of one scope
 * @param event the event that showed it
 * @param other the event that it contradicts
 */
public record Evidence(Kind kind, Bytes chain, long seq, EventId event, EventId other) {
  /** What the signer did. */
  public enum Kind {
    /** Two events have one place. */
    FORK(0),
    /** An event's prev is here and is not the event one place before it in the same log. */
    BROKEN_LINK(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final int SEQ_AT = 2 + LogKeys.CHAIN_BYTES;
  private static final int ID_AT = SEQ_AT + Long.BYTES;

  Bytes key() {
    return LogKeys.evidence(chain, seq, event);
  }

  Bytes value() {
    return Bytes.concat(Bytes.owning(new byte[] {(byte) kind.code}), other.digest());
  }

  static Kind kindOf(Bytes value) {
    return value.at(0) == Kind.FORK.code ? Kind.FORK : Kind.BROKEN_LINK;
  }

  static Evidence decode(Bytes key, Bytes value) {
    return new Evidence(
        kindOf(value),
        key.slice(2, SEQ_AT).compact(),
        key.longAt(SEQ_AT),
        new EventId(key.from(ID_AT).compact()),
        new EventId(value.from(1).compact()));
  }
}
