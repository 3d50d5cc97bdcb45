package io.vivim.libp2p.link;

import java.io.IOException;

/** A connection did not become a link. */
public final class UpgradeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String detail;

  /** Why not. */
  public enum Reason {
    /** No connection came about, or it was lost. */
    NOT_CONNECTED,
    /** It took too long. */
    TIMEOUT,
    /** Whoever dialled has given it up. */
    CANCELLED,
    /** A limit of this side, or its gate. */
    NOT_ADMITTED,
    /** The two speak no security or no muxer in common, or break the rules of the negotiation. */
    NONE_AGREED,
    /** The peer proved to be another one than was dialled. */
    WRONG_PEER,
    /** The peer did not prove who it is. */
    NOT_PROVEN
  }

  UpgradeException(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
    this.detail = detail;
  }

  public Reason reason() {
    return reason;
  }

  /** The words of the layer that refused, to be counted. */
  public String detail() {
    return detail;
  }
}
