package io.vivim.eventlog;

import java.util.Locale;

/** A cursor that cannot be taken up again here. */
public final class CursorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why not; a closed list. */
  public enum Reason {
    /** It belongs to another log, whose positions mean nothing here. */
    OTHER_LOG("the cursor is of another log"),
    /** Payloads behind it were forgotten with age, so what follows it cannot be replayed whole. */
    TOO_OLD("what follows the cursor was forgotten with age"),
    /** It is ahead of the log, which was restored from an older copy perhaps. */
    AHEAD("the cursor is ahead of the log");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The stable code, such as {@code too-old}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text() {
      return text;
    }
  }

  private final Reason reason;

  CursorException(Reason reason) {
    super(reason.text());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
