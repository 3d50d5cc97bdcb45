package io.vivim.codec;

/**
 * Input was refused; the only thing that a decoder throws about its input.
 *
 * <p>It carries no stack trace: refusing is normal work on hostile input and has to stay cheap.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final long offset;

  public RefusedException(Reason reason, long offset) {
    super(reason.code() + " at " + offset + ": " + reason.text(), null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  public Reason reason() {
    return reason;
  }

  public Refusal refusal() {
    return new Refusal(reason, offset);
  }

  /** The same refusal, seen from an input in which this one began at {@code base}. */
  RefusedException shiftedBy(long base) {
    return new RefusedException(reason, offset + base);
  }
}
