package io.vivim.blockbuilder.note;

import io.vivim.blockbuilder.merkle.TreeHead;
import java.util.List;

/**
 * What the builder of a log says of it (C2SP tlog-checkpoint): a note's text.
 *
 * <pre>
 *   origin
 *   size
 *   base64 (root)
 *   extensions…
 * </pre>
 *
 * @param origin which log it is of
 * @param extensions further lines, which are signed and not interpreted
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
  private static final int LINES = 3;

  public Checkpoint {
    extensions = List.copyOf(extensions);
  }

  public Checkpoint(String origin, TreeHead head) {
    this(origin, head, List.of());
  }

  /** The text of its note. */
  public String text() {
    StringBuilder text =
        new StringBuilder(origin)
            .append('\n')
            .append(head.size())
            .append('\n')
            .append(Lines.base64(head.root()))
            .append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** The checkpoint that a note's text is. */
  public static Checkpoint parse(String text) throws NoteException {
    List<String> lines = text.endsWith("\n") ? Lines.of(text) : List.of();
    if (lines.size() < LINES) {
      throw new NoteException(NoteReason.NOT_ENOUGH_LINES);
    }
    if (lines.get(0).isEmpty()) {
      throw new NoteException(NoteReason.BAD_ORIGIN);
    }
    List<String> extensions = lines.subList(LINES, lines.size());
    if (extensions.contains("")) {
      throw new NoteException(NoteReason.BAD_EXTENSION);
    }
    TreeHead head = new TreeHead(Lines.number(lines.get(1)), Lines.hash(lines.get(2)));
    return new Checkpoint(lines.get(0), head, extensions);
  }

  /**
   * The checkpoint of a note that the key of its log has signed.
   *
   * @param log the key, whose name is the log's origin
   */
  public static Checkpoint open(SignedNote note, VerifierKey log, NoteCheck check)
      throws NoteException {
    if (check.signers(note, List.of(log)).isEmpty()) {
      throw new NoteException(NoteReason.NOT_SIGNED);
    }
    Checkpoint checkpoint = parse(note.text());
    if (!checkpoint.origin().equals(log.name())) {
      throw new NoteException(NoteReason.OTHER_ORIGIN);
    }
    return checkpoint;
  }
}
