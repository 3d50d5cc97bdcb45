package io.vivim.libp2p.book;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Who says that a peer is at an address, the least first. */
public enum Source {
  /** Somebody else. */
  CLAIMED(0, Duration.ofHours(1)),
  /** The peer itself, on a link to it. */
  IDENTIFIED(1, Duration.ofDays(1)),
  /** The peer itself, under its signature. */
  SIGNED(2, Duration.ofDays(7)),
  /** Whoever runs this host: holds until it is forgotten. */
  GIVEN(3, Duration.ofDays(365_000));

  private final int code;
  private final Duration timeToLive;

  Source(int code, Duration timeToLive) {
    this.code = code;
    this.timeToLive = timeToLive;
  }

  /** How long it holds, from when it was last said or the peer was last linked to us. */
  public Duration timeToLive() {
    return timeToLive;
  }

  /** What stands for it in a file. */
  int code() {
    return code;
  }

  static Optional<Source> of(long code) {
    return Stream.of(values()).filter(each -> each.code == code).findFirst();
  }
}
