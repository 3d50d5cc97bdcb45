package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.link.UpgradeException;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts what a host does. Called on any thread of it, and never for long. Whatever is given here
 * is one of few: a closed list, or a protocol that this host speaks or has proposed.
 */
public interface HostMetrics {
  /** Counts nothing. */
  HostMetrics NONE = new HostMetrics() {};

  /** Who began something. */
  enum Direction {
    /** The peer. */
    IN,
    /** This host. */
    OUT
  }

  /** Something was refused. */
  default void refused(Refusal why) {}

  /** A connection became a link, so long after it came about. */
  default void linked(Direction direction, Duration took) {}

  /** A connection became none, or there was no connection. */
  default void notLinked(Direction direction, UpgradeException.Reason why) {}

  /** A link is over. */
  default void ended(Direction direction, LinkEnd.Cause cause) {}

  /** A link was ended since the peer broke this rule. */
  default void violated(Violation rule) {}

  /** Both sides have agreed on what is spoken on a stream. */
  default void opened(Direction direction, String protocol) {}

  /** Such a stream is over; where it was broken off, by whom. */
  default void closed(
      Direction direction, String protocol, Optional<StreamException.Cause> brokenBy) {}

  /** So many bytes came on a stream and were read. */
  default void read(String protocol, long bytes) {}

  /** So many bytes were given to a link to go out on a stream. */
  default void wrote(String protocol, long bytes) {}
}
