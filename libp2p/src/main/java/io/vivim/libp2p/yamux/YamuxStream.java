package io.vivim.libp2p.yamux;

import org.jspecify.annotations.Nullable;

/** Where one stream stands. */
final class YamuxStream {
  /** A window that is refilled within this many round trips holds its sender up. */
  private static final int BUSY_ROUND_TRIPS = 4;

  final long id;

  /** Whether the peer opened it. */
  final boolean inbound;

  /** Bytes that we may send. */
  long sendWindow = YamuxLimits.INITIAL_WINDOW_BYTES;

  /** Bytes that the peer may send. */
  long credit = YamuxLimits.INITIAL_WINDOW_BYTES;

  /** Bytes that the peer has sent and nobody has read. */
  long unread;

  /** What {@link #credit} and {@link #unread} together are raised to. */
  long window = YamuxLimits.INITIAL_WINDOW_BYTES;

  /** When the window was last refilled. */
  private long refilledAt;

  /** Whether the side that did not open it has shown that it takes it. */
  boolean acknowledged;

  /** Whether we have said that we send no more. */
  boolean finishedHere;

  /** Whether the peer has. */
  boolean finishedThere;

  /** Whether a write has not gone out whole. */
  boolean blocked;

  /** Whether it is in no table any more. */
  boolean gone;

  YamuxStream(long id, boolean inbound, long now) {
    this.id = id;
    this.inbound = inbound;
    this.refilledAt = now;
  }

  /** Bytes that this window has grown by since the stream was opened. */
  long growth() {
    return window - YamuxLimits.INITIAL_WINDOW_BYTES;
  }

  /** Whether so much was read that it is worth telling the peer: half a window, not every byte. */
  boolean wantsRefill() {
    return !finishedThere && 2 * (window - credit - unread) >= window;
  }

  /**
   * Refills the window. It doubles first where its reader was so fast that the peer, by the time it
   * takes word to travel, would have had to wait.
   *
   * @param roundTrip in nanoseconds; null as long as nobody knows
   * @param largest what it may grow to
   * @return by how many bytes the peer may send more
   */
  long refill(@Nullable Long roundTrip, long largest, long now) {
    if (roundTrip != null && now - refilledAt < BUSY_ROUND_TRIPS * roundTrip) {
      window = Math.max(window, Math.min(2 * window, largest));
    }
    refilledAt = now;
    long delta = window - credit - unread;
    credit += delta;
    return delta;
  }
}
