package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a witness is asked by (C2SP tlog-witness, "add-checkpoint").
 *
 * <pre>
 *   old size
 *   base64 (hash)…     that the tree goes on from the one of the old size
 *
 *   the note of a checkpoint
 * </pre>
 *
 * @param old size of the last checkpoint that it cosigned, as far as is known here
 */
public record WitnessRequest(long old, List<Bytes> proof, SignedNote note) {
  private static final String OLD = "old ";

  public WitnessRequest {
    proof = List.copyOf(proof);
  }

  public Bytes encode() {
    StringBuilder text = new StringBuilder(OLD).append(old).append('\n');
    proof.forEach(hash -> text.append(Lines.base64(hash)).append('\n'));
    return Bytes.concat(Bytes.utf8(text.append('\n').toString()), note.encode());
  }

  /** The request of a body. */
  public static WitnessRequest parse(Bytes body) throws NoteException {
    String text = SignedNote.text(body);
    int end = text.indexOf("\n\n");
    if (end < 0 || !text.startsWith(OLD)) {
      throw new NoteException(NoteReason.NOT_ENOUGH_LINES);
    }
    List<String> lines = Lines.of(text.substring(0, end + 1));
    long old = Lines.number(lines.get(0).substring(OLD.length()));
    if (lines.size() - 1 > ProofFile.MAX_HASHES) {
      throw new NoteException(NoteReason.TOO_MANY_HASHES);
    }
    List<Bytes> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(Lines.hash(line));
    }
    return new WitnessRequest(old, proof, SignedNote.parse(Bytes.utf8(text.substring(end + 2))));
  }

  /** The size of the last cosigned checkpoint that a witness tells of (status 409). */
  public static long sizeOf(Bytes answer) throws NoteException {
    String text = SignedNote.text(answer);
    if (!text.endsWith("\n")) {
      throw new NoteException(NoteReason.BAD_SIZE);
    }
    return Lines.number(text.substring(0, text.length() - 1));
  }

  /**
   * The note with the cosignature that a witness answered: the first of its lines that holds, and
   * nothing else of what it says.
   *
   * @param answer lines of signatures
   */
  public static SignedNote cosigned(
      SignedNote note, Bytes answer, VerifierKey witness, NoteCheck check) throws NoteException {
    String text = SignedNote.text(answer);
    if (!text.endsWith("\n")) {
      throw new NoteException(NoteReason.BAD_SIGNATURE_LINE);
    }
    List<String> lines = Lines.of(text);
    if (lines.size() > SignedNote.MAX_SIGNATURES) {
      throw new NoteException(NoteReason.TOO_MANY_SIGNATURES);
    }
    NoteException refusal = new NoteException(NoteReason.NOT_SIGNED, witness.name());
    for (String line : lines) {
      NoteSignature signature = NoteSignature.parse(line);
      if (signature.isOf(witness)) {
        try {
          SignedNote alone = new SignedNote(note.text(), List.of(signature));
          requireTime(check.signers(alone, List.of(witness)).values(), witness);
          return readable(note.with(signature));
        } catch (NoteException e) {
          refusal = e;
        }
      }
    }
    throw refusal;
  }

  /** A witness says when it signed, and never 0 (C2SP tlog-witness). */
  private static void requireTime(Collection<Optional<Instant>> times, VerifierKey witness)
      throws NoteException {
    if (times.contains(Optional.of(Instant.EPOCH))) {
      throw new NoteException(NoteReason.BAD_TIME, witness.name());
    }
  }

  /** The note, where it can be read again once it was written. */
  private static SignedNote readable(SignedNote note) throws NoteException {
    return SignedNote.parse(note.encode());
  }
}
