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
    /** One side took leave, or the connection was closed between two frames. */
    CLOSED,
    /** This side had enough of it: a limit, a gate, or whoever uses it. */
    CUT,
    /** The peer broke the rules of a protocol. */
    VIOLATION,
    /** The connection was lost, or nothing came for too long. */
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
