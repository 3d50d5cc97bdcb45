package io.vivim.libp2p.host;

import io.vivim.libp2p.link.LinkEnd;
import java.util.Optional;

/** The rule that a peer broke, when a link was ended for that. */
public enum Violation {
  /** Frames that are none, or on streams that are not there. */
  FRAMES,
  /** More data than there was leave to send. */
  WINDOW,
  /** Data behind an end. */
  LATE_DATA,
  /** Streams opened though they are refused. */
  OPEN_FLOOD,
  /** Streams opened and broken off. */
  RESET_FLOOD,
  /** Frames that change nothing. */
  IDLE_FLOOD,
  /** Anything below: what does not open, or is no frame of the transport. */
  TRANSPORT;

  static Optional<Violation> of(LinkEnd end) {
    if (end.cause() != LinkEnd.Cause.VIOLATION) {
      return Optional.empty();
    }
    return Optional.of(
        switch (end.detail()) {
          case "BAD_VERSION",
              "BAD_TYPE",
              "BAD_PING",
              "BAD_STREAM",
              "WRONG_PARITY",
              "DUPLICATE_STREAM",
              "UNKNOWN_STREAM",
              "FRAME_TOO_LARGE" ->
              FRAMES;
          case "WINDOW_EXCEEDED", "WINDOW_OVERFLOW" -> WINDOW;
          case "DATA_AFTER_FIN", "DATA_AFTER_CLOSE" -> LATE_DATA;
          case "OPEN_FLOOD" -> OPEN_FLOOD;
          case "RESET_FLOOD" -> RESET_FLOOD;
          case "IDLE_FLOOD" -> IDLE_FLOOD;
          default -> TRANSPORT;
        });
  }
}
