package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.YamuxEnd;

/**
 * Why a link ended.
 *
 * @param cause what kind of end it was
 * @param detail the words of the layer that ended it, to be counted
 */
public record LinkEnd(Cause cause, String detail) {
  /** What kind of end a link comes to. */
  public enum Cause {
    /**
     * One side took leave: this one ended it in the ordinary way, or the peer said that it does.
     */
    CLOSED,
    /** This side had enough of it: a limit, a gate, or whoever uses it. */
    CUT,
    /** The peer broke the rules of a protocol. */
    VIOLATION,
    /** The connection was lost without a word of leave, or nothing came for too long. */
    LOST
  }

  /** The end for which this side needs no reason. */
  public static final LinkEnd CLOSED = new LinkEnd(Cause.CLOSED, "closed");

  /** This side ends it. */
  public static LinkEnd cut(String why) {
    return new LinkEnd(Cause.CUT, why);
  }

  static LinkEnd lost(String why) {
    return new LinkEnd(Cause.LOST, why);
  }

  static LinkEnd violation(String why) {
    return new LinkEnd(Cause.VIOLATION, why);
  }

  /** Whether this side wants no more of it, and the peer did nothing wrong. */
  boolean isOfOurs() {
    return cause == Cause.CLOSED || cause == Cause.CUT;
  }

  /** The end of a connection where the peer may have said before that it ends it: no loss then. */
  LinkEnd afterLeave(boolean hasLeft) {
    return hasLeft && cause == Cause.LOST ? CLOSED : this;
  }

  static LinkEnd of(YamuxEnd end) {
    String detail = end.name();
    return switch (end) {
      case DONE -> CLOSED;
      case KEEP_ALIVE -> lost(detail);
      case REMOTE_ERROR -> new LinkEnd(Cause.CLOSED, detail);
      default -> violation(detail);
    };
  }
}
