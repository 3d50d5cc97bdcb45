package io.vivim.blockbuilder.note;

import io.vivim.blockbuilder.merkle.InclusionProof;
import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proof that can be checked with nothing but a key (C2SP tlog-proof).
 *
 * <pre>
 *   c2sp.org/tlog-proof@v1
 *   extra base64                 where there is some
 *   index decimal
 *   base64 (hash)…               from the leaf's sibling up
 *
 *   the note of a checkpoint
 * </pre>
 *
 * @param extra what the application makes of it; nobody has signed it
 */
public record ProofFile(Optional<Bytes> extra, long index, List<Bytes> path, SignedNote note) {
  static final String BEGIN = "c2sp.org/tlog-proof@v1";

  /** More lead to no leaf. */
  static final int MAX_HASHES = 63;

  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  public ProofFile {
    path = List.copyOf(path);
  }

  public Bytes encode() {
    StringBuilder text = new StringBuilder(BEGIN).append('\n');
    extra.ifPresent(bytes -> text.append(EXTRA).append(Lines.base64(bytes)).append('\n'));
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(Lines.base64(hash)).append('\n'));
    return Bytes.concat(Bytes.utf8(text.append('\n').toString()), note.encode());
  }

  /** The proof of a file. */
  public static ProofFile parse(Bytes file) throws NoteException {
    String text = SignedNote.text(file);
    int end = text.indexOf("\n\n");
    if (!text.startsWith(BEGIN + "\n")) {
      throw new NoteException(NoteReason.NOT_A_PROOF);
    }
    if (end < 0) {
      throw new NoteException(NoteReason.NOT_ENOUGH_LINES);
    }
    List<String> lines = Lines.of(text.substring(0, end + 1));
    int at = 1;
    Optional<Bytes> extra = Optional.empty();
    if (at < lines.size() && lines.get(at).startsWith(EXTRA)) {
      extra = Lines.bytes(lines.get(at).substring(EXTRA.length()));
      if (extra.isEmpty()) {
        throw new NoteException(NoteReason.BAD_EXTRA);
      }
      at++;
    }
    if (at == lines.size() || !lines.get(at).startsWith(INDEX)) {
      throw new NoteException(NoteReason.NOT_ENOUGH_LINES);
    }
    long index = Lines.number(lines.get(at).substring(INDEX.length()));
    at++;
    if (lines.size() - at > MAX_HASHES) {
      throw new NoteException(NoteReason.TOO_MANY_HASHES);
    }
    List<Bytes> path = new ArrayList<>();
    for (String line : lines.subList(at, lines.size())) {
      path.add(Lines.hash(line));
    }
    return new ProofFile(extra, index, path, SignedNote.parse(Bytes.utf8(text.substring(end + 2))));
  }

  /**
   * The checkpoint of the log whose leaf is proven.
   *
   * @param log the log's key
   * @throws NoteException where the log did not sign it, or the proof leads elsewhere
   */
  public Checkpoint check(Bytes leafHash, VerifierKey log, NoteCheck check) throws NoteException {
    Checkpoint checkpoint = Checkpoint.open(note, log, check);
    InclusionProof proof = new InclusionProof(index, checkpoint.head().size(), path);
    if (!proof.proves(leafHash, checkpoint.head())) {
      throw new NoteException(NoteReason.NOT_PROVEN);
    }
    return checkpoint;
  }
}
