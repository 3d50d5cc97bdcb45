package io.vivim.blockbuilder;

import io.vivim.blockbuilder.note.SignedNote;
import java.util.List;
import java.util.Optional;

/** A log that does not add up. */
public final class AuditException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<SignedNote> note;
  private final transient List<Block> blocks;

  AuditException(String what, Optional<SignedNote> note, List<Block> blocks) {
    super(what);
    this.note = note;
    this.blocks = List.copyOf(blocks);
  }

  /**
   * What its builder signed that, beside what was signed before or is served, proves it to anybody.
   */
  public Optional<SignedNote> note() {
    return note;
  }

  /**
   * A block that does not follow, behind the one that it should have followed; of two histories
   * they prove it to anybody.
   */
  public List<Block> blocks() {
    return blocks;
  }
}
