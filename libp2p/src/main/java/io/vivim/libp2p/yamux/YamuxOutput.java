package io.vivim.libp2p.yamux;

import java.nio.ByteBuffer;

/** What a connection asks of whoever runs it, to be done in order. */
public sealed interface YamuxOutput {
  /**
   * A frame goes to the peer: the header, and the payload right behind it.
   *
   * @param payload a view of the buffer that was given to be written, whose position and limit are
   *     those of that buffer; empty but for data
   */
  record Send(FrameHeader header, ByteBuffer payload) implements YamuxOutput {}

  /** A stream of ours is open, and may be written to at once. */
  record Opened(long stream) implements YamuxOutput {}

  /** No stream can be opened now. */
  record NotOpened(OpenRefusal refusal) implements YamuxOutput {}

  /** After a {@link NotOpened} for want of room there is room again. */
  record Openable() implements YamuxOutput {}

  /** The peer opened a stream. */
  record Incoming(long stream) implements YamuxOutput {}

  /**
   * The peer's next bytes on a stream. Whoever has done with them says so by {@link
   * Yamux#consumed}.
   *
   * @param bytes a view of the buffer that was received, whose position and limit are those of that
   *     buffer
   */
  record Data(long stream, ByteBuffer bytes) implements YamuxOutput {}

  /** The peer sends no more on a stream; it may still be written to. */
  record Finished(long stream) implements YamuxOutput {}

  /** After a write that did not go out whole, the peer has room for more. */
  record Writable(long stream) implements YamuxOutput {}

  /** A stream was broken off and is gone; its bytes that were not read yet are of no use. */
  record Reset(long stream, ResetCause cause) implements YamuxOutput {}

  /** Both sides have sent all, and all was read: the stream is gone. */
  record Closed(long stream) implements YamuxOutput {}

  /** The peer takes leave: it accepts no more streams, those that are open go on. */
  record LeaveTaken() implements YamuxOutput {}

  /** The connection is over and so is every stream: send what is above, then close. */
  record Ended(YamuxEnd end) implements YamuxOutput {}

  /** Why a stream was not opened. */
  enum OpenRefusal {
    /** The connection has as many streams of ours as it may have. */
    TOO_MANY_STREAMS,
    /** The peer has not yet acknowledged as many streams as may wait for that. */
    TOO_MANY_UNACKNOWLEDGED,
    /** One side took leave, or the connection is over. */
    LEAVING,
    /** All ids have been used; only a new connection helps. */
    IDS_EXHAUSTED
  }

  /** Who broke a stream off. */
  enum ResetCause {
    /** The peer. */
    PEER,
    /** This machine, since the connection holds too much that was not read. */
    TOO_MUCH_UNREAD
  }
}
