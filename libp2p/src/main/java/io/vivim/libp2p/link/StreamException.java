package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.YamuxOutput;
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
    LINK_ENDED;

    static Cause of(YamuxOutput.Reset reset) {
      return switch (reset.cause()) {
        case PEER -> PEER;
        case TOO_MUCH_UNREAD -> TOO_MUCH_UNREAD;
      };
    }
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
