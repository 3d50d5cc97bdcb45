package io.vivim.libp2p.yamux;

/**
 * What a peer may do for nothing in return, each counted over time: far more than any honest one
 * does, and far less than would hurt.
 */
final class FloodGuard {
  static final int OPENS_AT_ONCE = 16_384;
  static final int OPENS_PER_SECOND = 8192;
  static final int REFUSALS_AT_ONCE = 2048;
  static final int REFUSALS_PER_SECOND = 256;
  static final int RESETS_AT_ONCE = 2048;
  static final int RESETS_PER_SECOND = 256;
  static final int IDLE_FRAMES_AT_ONCE = 8192;
  static final int IDLE_FRAMES_PER_SECOND = 1024;

  private final Allowance opens;
  private final Allowance refusals;
  private final Allowance resets;
  private final Allowance idleFrames;

  FloodGuard(long now) {
    opens = new Allowance(OPENS_AT_ONCE, OPENS_PER_SECOND, now);
    refusals = new Allowance(REFUSALS_AT_ONCE, REFUSALS_PER_SECOND, now);
    resets = new Allowance(RESETS_AT_ONCE, RESETS_PER_SECOND, now);
    idleFrames = new Allowance(IDLE_FRAMES_AT_ONCE, IDLE_FRAMES_PER_SECOND, now);
  }

  /** Whether the peer may open one more stream now. */
  boolean mayOpen(long now) {
    return opens.take(now);
  }

  /** A stream that the peer opened is refused. */
  void refused(long now) throws ViolationException {
    if (!refusals.take(now)) {
      throw new ViolationException(YamuxEnd.OPEN_FLOOD);
    }
  }

  /** The peer broke off a stream that it had opened. */
  void reset(long now) throws ViolationException {
    if (!resets.take(now)) {
      throw new ViolationException(YamuxEnd.RESET_FLOOD);
    }
  }

  /** A frame came that changes nothing. */
  void idleFrame(long now) throws ViolationException {
    if (!idleFrames.take(now)) {
      throw new ViolationException(YamuxEnd.IDLE_FLOOD);
    }
  }
}
