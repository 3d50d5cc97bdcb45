package io.vivim.libp2p.link;

/**
 * Counts the frames of a peer that bring nothing: they cost it little, and this side its time.
 * Owned by the event loop.
 */
final class IdleFrames {
  /** Far more than anybody sends who means well. */
  static final int MOST_PER_SECOND = 1024;

  static final String TOO_MANY = "too many frames without bytes";

  private static final long SECOND_NANOS = 1_000_000_000;

  private int taken;

  /** When the second began in which those were taken; of no meaning before the first. */
  private long since;

  /** Takes one more, if one more may come in this second. */
  boolean take(long now) {
    if (taken == 0 || now - since >= SECOND_NANOS) {
      since = now;
      taken = 0;
    }
    taken++;
    return taken <= MOST_PER_SECOND;
  }
}
