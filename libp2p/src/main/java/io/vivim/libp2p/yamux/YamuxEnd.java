package io.vivim.libp2p.yamux;

/** Why a connection is over, and what the peer is told. */
public enum YamuxEnd {
  /** One side took leave, and no stream is left; or this side ended it. */
  DONE(YamuxEnd.NORMAL),
  /** Nothing came for too long, not even the answer to a ping. */
  KEEP_ALIVE(YamuxEnd.INTERNAL_ERROR),
  /**
   * The peer took leave for an error of its own or of ours, or for one that yamux does not know.
   */
  REMOTE_ERROR(YamuxEnd.NORMAL),

  /** A frame of another version. */
  BAD_VERSION(YamuxEnd.PROTOCOL_ERROR),
  /** A frame of an unknown type. */
  BAD_TYPE(YamuxEnd.PROTOCOL_ERROR),
  /** A ping that is not either question or answer. */
  BAD_PING(YamuxEnd.PROTOCOL_ERROR),
  /** A ping or farewell on a stream, or a stream's frame on the connection. */
  BAD_STREAM(YamuxEnd.PROTOCOL_ERROR),
  /** The peer opened a stream with an id that is ours to give. */
  WRONG_PARITY(YamuxEnd.PROTOCOL_ERROR),
  /** The peer opened a stream that is open. */
  DUPLICATE_STREAM(YamuxEnd.PROTOCOL_ERROR),
  /** A frame on a stream that nobody has opened. */
  UNKNOWN_STREAM(YamuxEnd.PROTOCOL_ERROR),
  /** A frame with more data than any window holds. */
  FRAME_TOO_LARGE(YamuxEnd.PROTOCOL_ERROR),
  /** More data than the stream's window had room for. */
  WINDOW_EXCEEDED(YamuxEnd.PROTOCOL_ERROR),
  /** A window of ours was opened beyond 2^32 - 1 bytes. */
  WINDOW_OVERFLOW(YamuxEnd.PROTOCOL_ERROR),
  /** Data after the peer had said that it sends no more. */
  DATA_AFTER_FIN(YamuxEnd.PROTOCOL_ERROR),
  /** More data on streams that are gone than can have been under way when they went. */
  DATA_AFTER_CLOSE(YamuxEnd.PROTOCOL_ERROR),

  /** The peer went on opening streams though they were refused. */
  OPEN_FLOOD(YamuxEnd.PROTOCOL_ERROR),
  /** The peer kept breaking off streams that it had opened. */
  RESET_FLOOD(YamuxEnd.PROTOCOL_ERROR),
  /** The peer kept sending frames that carry nothing. */
  IDLE_FLOOD(YamuxEnd.PROTOCOL_ERROR);

  /** The codes of the specification, "Session termination". */
  static final long NORMAL = 0;

  static final long PROTOCOL_ERROR = 1;
  static final long INTERNAL_ERROR = 2;

  private final long code;

  YamuxEnd(long code) {
    this.code = code;
  }

  /** The code of the farewell that goes with this end. */
  public long code() {
    return code;
  }
}
