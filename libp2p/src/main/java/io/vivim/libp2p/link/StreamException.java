package io.vivim.libp2p.link;

import java.io.IOException;

/** A stream is broken off. */
public final class StreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Cause cause;

  /** Who broke a stream off. */
  public enum Cause {
    /** The peer did. */
    PEER,
    /** This side did. */
    HERE,
    /** Its link holds too much that nobody read. */
    TOO_MUCH_UNREAD,
    /** More was to be written than there was room for. */
    TOO_MUCH_UNSENT,
    /** Its link is over. */
    LINK_ENDED
  }

  StreamException(Cause cause) {
    super("the stream is broken off: " + cause);
    this.cause = cause;
  }

  /** Who broke it off. */
  public Cause brokenBy() {
    return cause;
  }
}
