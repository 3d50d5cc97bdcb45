package io.vivim.libp2p.yamux;

import java.time.Duration;

/**
 * How much one connection may hold, and how long it may be silent.
 *
 * @param inboundStreams streams of the peer that are open at once
 * @param outboundStreams streams of ours that are open at once
 * @param unacknowledgedInbound streams of the peer that we have not answered yet
 * @param unacknowledgedOutbound streams of ours that the peer has not answered yet
 * @param frameBytes the most data that we send in a frame, once the peer's window has room for it
 * @param windowBytes the largest window that we grant a stream
 * @param unreadBytes what may be unread on all streams together; windows grow to half of it in all
 * @param keepAlive how long nothing comes before we ask by a ping
 * @param pingTimeout how long nothing comes after a ping before the connection is over
 */
public record YamuxLimits(
    int inboundStreams,
    int outboundStreams,
    int unacknowledgedInbound,
    int unacknowledgedOutbound,
    int frameBytes,
    long windowBytes,
    long unreadBytes,
    Duration keepAlive,
    Duration pingTimeout) {
  /** The window that every stream starts with, in both directions. */
  public static final long INITIAL_WINDOW_BYTES = 256 * 1024;

  public static final YamuxLimits DEFAULT =
      new YamuxLimits(
          1024,
          1024,
          1024,
          256,
          512 * 1024,
          16 * 1024 * 1024,
          32 * 1024 * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20));

  public YamuxLimits {
    if (Math.min(inboundStreams, outboundStreams) < 0
        || Math.min(unacknowledgedInbound, unacknowledgedOutbound) < 1
        || frameBytes < 1
        || windowBytes < INITIAL_WINDOW_BYTES
        || windowBytes > FrameHeader.MAX_UINT32
        || unreadBytes < INITIAL_WINDOW_BYTES
        || keepAlive.compareTo(Duration.ZERO) <= 0
        || pingTimeout.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("not a connection's limits: " + this);
    }
  }
}
