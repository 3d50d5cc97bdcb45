package io.vivim.libp2p.wire;

/** A message was refused; carries no stack trace, since refusing is normal work. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final WireReason reason;
  private final int offset;

  public WireException(WireReason reason, int offset) {
    super(reason.code() + " at " + offset + ": " + reason.text(), null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  public WireReason reason() {
    return reason;
  }

  /** Of the byte that begins what is wrong; the message's size where it was cut off. */
  public int offset() {
    return offset;
  }
}
