package io.vivim.blockbuilder.note;

/** A text that is not to be believed. */
public final class NoteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final NoteReason reason;

  public NoteException(NoteReason reason) {
    super(reason.text());
    this.reason = reason;
  }

  public NoteException(NoteReason reason, String detail) {
    super(reason.text() + ": " + detail);
    this.reason = reason;
  }

  public NoteReason reason() {
    return reason;
  }
}
