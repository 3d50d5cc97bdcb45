package io.vivim.libp2p.peer;

import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;

/** A key, a peer id or a signed thing was refused; carries no stack trace. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final PeerReason reason;

  public PeerException(PeerReason reason) {
    this(reason, reason.text());
  }

  private PeerException(PeerReason reason, String detail) {
    super(reason.code() + ": " + detail, null, false, false);
    this.reason = reason;
  }

  /** The same refusal, in the words of keys and records. */
  public static PeerException of(WireException malformed) {
    PeerReason reason =
        malformed.reason() == WireReason.TOO_LARGE ? PeerReason.TOO_LARGE : PeerReason.PROTOBUF;
    return new PeerException(reason, String.valueOf(malformed.getMessage()));
  }

  public PeerReason reason() {
    return reason;
  }
}
