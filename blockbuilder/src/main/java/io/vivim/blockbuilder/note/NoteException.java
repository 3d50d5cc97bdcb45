package io.vivim.blockbuilder.note;

/** A text that is not to be believed. */
public final class NoteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final NoteReason reason;
  private final String detail;

  public NoteException(NoteReason reason) {
    super(reason.text());
    this.reason = reason;
    this.detail = reason.text();
  }

  public NoteException(NoteReason reason, String detail) {
    super(reason.text() + ": " + detail);
    this.reason = reason;
    this.detail = detail;
  }

  /** What is wrong, without the words of the reason where there are others. */
  String detail() {
    return detail;
  }

  public NoteReason reason() {
    return reason;
  }
}
