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
  private static final int KIND_AT = ID_AT + EventId.DIGEST_BYTES;

  Bytes key() {
    return key(kind, chain, seq, event);
  }

  static Bytes key(Kind kind, Bytes chain, long seq, EventId event) {
    return LogKeys.evidence(chain, seq, event, kind.code);
  }

  Bytes value() {
    return other.digest();
  }

  static Evidence decode(Bytes key, Bytes value) {
    return new Evidence(
        key.at(KIND_AT) == Kind.FORK.code ? Kind.FORK : Kind.BROKEN_LINK,
        key.slice(2, SEQ_AT).compact(),
        key.longAt(SEQ_AT),
        new EventId(key.slice(ID_AT, KIND_AT)),
        new EventId(value));
  }
}
