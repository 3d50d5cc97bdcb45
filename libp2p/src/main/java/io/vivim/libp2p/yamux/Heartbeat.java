package io.vivim.libp2p.yamux;

import org.jspecify.annotations.Nullable;

/** Asks by pings whether the peer is there, and how long word to it travels. */
final class Heartbeat {
  /** How old the measure of the round trip may get while data flows. */
  private static final long STALE_NANOS = 10_000_000_000L;

  private final long keepAlive;
  private final long timeout;

  private long heardAt;

  /** Whether a ping of ours has no answer yet; if so, its value and when it was sent. */
  private boolean waiting;

  private long value;
  private long askedAt;

  /** Null before the first answer. */
  private @Nullable Long roundTrip;

  Heartbeat(YamuxLimits limits, long now) {
    this.keepAlive = limits.keepAlive().toNanos();
    this.timeout = limits.pingTimeout().toNanos();
    this.heardAt = now;
  }

  @Nullable Long roundTrip() {
    return roundTrip;
  }

  /** Any byte shows that the peer is there, though its answer may be stuck behind others. */
  void heard(long now) {
    heardAt = now;
  }

  /** Whether the peer answered what was asked. */
  boolean answered(long answer, long now) {
    if (!waiting || answer != value) {
      return false;
    }
    waiting = false;
    long measured = now - askedAt;
    roundTrip = roundTrip == null ? measured : (roundTrip + measured) / 2;
    return true;
  }

  /** Whether the round trip is to be measured, by a ping at once. */
  boolean wantsMeasure(long now) {
    return !waiting && (roundTrip == null || now - askedAt > STALE_NANOS);
  }

  /** Whether the peer is to be asked whether it is there. */
  boolean wantsSign(long now) {
    return !waiting && now - heardAt >= keepAlive;
  }

  boolean isDead(long now) {
    return waiting && now - deadAt() >= 0;
  }

  /** The value of the next ping, which goes out now. */
  long ask(long now) {
    waiting = true;
    askedAt = now;
    value = (value + 1) & FrameHeader.MAX_UINT32;
    return value;
  }

  /** When there is next something to do. */
  long deadline() {
    return waiting ? deadAt() : heardAt + keepAlive;
  }

  private long deadAt() {
    return (askedAt - heardAt > 0 ? askedAt : heardAt) + timeout;
  }
}
