package io.vivim.libp2p.address;

/** An address was refused; carries no stack trace, since refusing is normal work. */
public final class AddressException extends Exception {
  private static final long serialVersionUID = 1L;

  private final AddressReason reason;
  private final int offset;

  AddressException(AddressReason reason, int offset) {
    super(reason.code() + " at " + offset + ": " + reason.text(), null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  public AddressReason reason() {
    return reason;
  }

  /**
   * Of the byte, or in texts the character, that begins what is wrong; the input's size where it
   * was cut off, the limit where it is too large.
   */
  public int offset() {
    return offset;
  }
}
