package io.vivim.events;

/** A rejection on its way out of a reader; it never leaves this package. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  RejectedException(RejectionReason reason, String detail) {
    super(reason.code(), null, false, false);
    this.rejection = new Rejection(reason, detail);
  }

  RejectedException(RejectionReason reason) {
    this(reason, "");
  }

  Rejection rejection() {
    return rejection;
  }
}
