package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and who signed it (C2SP signed-note): lines of text, an empty line, lines of signatures.
 * What it says counts for nothing until a signature of somebody known was {@linkplain NoteCheck
 * checked}.
 *
 * @param text with the end of its last line
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Larger ones are not read. */
  public static final int MAX_NOTE_BYTES = 1024 * 1024;

  /** More are not looked at. */
  public static final int MAX_SIGNATURES = 128;

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** With one more signature. */
  public SignedNote with(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  public Bytes encode() {
    StringBuilder all = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> all.append(signature.line()));
    return Bytes.utf8(all.toString());
  }

  /** The note of these bytes. */
  public static SignedNote parse(Bytes note) throws NoteException {
    String all = text(note);
    int end = all.lastIndexOf("\n\n");
    if (end < 0 || end + 2 == all.length() || !all.endsWith("\n")) {
      throw new NoteException(NoteReason.NO_SIGNATURES);
    }
    List<String> lines = Lines.of(all.substring(end + 2));
    if (lines.size() > MAX_SIGNATURES) {
      throw new NoteException(NoteReason.TOO_MANY_SIGNATURES);
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines) {
      signatures.add(NoteSignature.parse(line));
    }
    return new SignedNote(all.substring(0, end + 1), signatures);
  }

  /** The text of bytes that may be a note or a part of one. */
  static String text(Bytes bytes) throws NoteException {
    if (bytes.size() > MAX_NOTE_BYTES) {
      throw new NoteException(NoteReason.TOO_LARGE);
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
    } catch (CharacterCodingException e) {
      throw new NoteException(NoteReason.NOT_UTF8);
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new NoteException(NoteReason.CONTROL_CHARACTER);
    }
    return text;
  }
}
