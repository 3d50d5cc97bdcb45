package io.vivim.blockbuilder;

import io.vivim.blockbuilder.note.SignedNote;
import java.util.Optional;

/** A log that does not add up. */
public final class AuditException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<SignedNote> note;

  AuditException(String what, Optional<SignedNote> note) {
    super(what);
    this.note = note;
  }

  /**
   * What its builder signed that, beside what was signed before or is served, proves it to anybody.
   */
  public Optional<SignedNote> note() {
    return note;
  }
}
