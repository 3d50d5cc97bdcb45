package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key by which notes are checked (C2SP signed-note): as text {@code name+id+key}.
 *
 * <pre>
 *   id   the first 4 bytes of SHA-256 (name | 0a | type | public key 32)
 *   key  base64 (type | public key 32)
 * </pre>
 *
 * @param name of the key
 * @param type what its signatures are over
 * @param publicKey Ed25519, 32 bytes
 */
public record VerifierKey(String name, Type type, Bytes publicKey) {
  private static final int ID_BYTES = 4;
  private static final int KEY_BYTES = 32;
  private static final char SEPARATOR = '+';
  private static final int NEXT_LINE = 0x85;

  /** What a signature is over. */
  public enum Type {
    /** The text of a note. */
    NOTE(1),
    /** A checkpoint and the time (C2SP tlog-cosignature). */
    COSIGNATURE(4);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    private static Optional<Type> of(int code) {
      return code == NOTE.code
          ? Optional.of(NOTE)
          : Optional.of(COSIGNATURE).filter(type -> code == type.code);
    }
  }

  public VerifierKey {
    if (!isName(name) || publicKey.size() != KEY_BYTES) {
      throw new IllegalArgumentException("no key of a note: " + name);
    }
  }

  /** Whether a key may be called so. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(
                c ->
                    c == SEPARATOR
                        || c < ' '
                        || c == NEXT_LINE
                        || Character.isSpaceChar(c)
                        || Character.isWhitespace(c));
  }

  /** What stands for it, beside its name, with each of its signatures. */
  public int id() {
    Bytes named = Bytes.concat(Bytes.utf8(name), Bytes.owning(new byte[] {'\n'}), typeAndKey());
    Bytes digest = Multihash.sha256(named).digest();
    return (digest.at(0) << 24) | (digest.at(1) << 16) | (digest.at(2) << 8) | digest.at(3);
  }

  private Bytes typeAndKey() {
    return Bytes.concat(Bytes.owning(new byte[] {(byte) type.code}), publicKey);
  }

  /** As it is handed on. */
  public String text() {
    return name
        + SEPARATOR
        + HexFormat.of().toHexDigits(id())
        + SEPARATOR
        + Lines.base64(typeAndKey());
  }

  /** The key of a text. */
  public static VerifierKey parse(String text) throws NoteException {
    int first = text.indexOf(SEPARATOR);
    int second = text.indexOf(SEPARATOR, first + 1);
    if (first < 0 || second != first + 2 * ID_BYTES + 1) {
      throw new NoteException(NoteReason.BAD_VERIFIER_KEY);
    }
    String name = text.substring(0, first);
    if (!isName(name)) {
      throw new NoteException(NoteReason.BAD_KEY_NAME);
    }
    Bytes key =
        Lines.bytes(text.substring(second + 1))
            .filter(bytes -> !bytes.isEmpty())
            .orElseThrow(() -> new NoteException(NoteReason.BAD_VERIFIER_KEY));
    Type type =
        Type.of(key.at(0)).orElseThrow(() -> new NoteException(NoteReason.UNKNOWN_KEY_TYPE));
    if (key.size() != 1 + KEY_BYTES) {
      throw new NoteException(NoteReason.BAD_VERIFIER_KEY);
    }
    VerifierKey made = new VerifierKey(name, type, key.from(1).compact());
    if (!made.text().equals(text)) {
      throw new NoteException(NoteReason.KEY_ID_MISMATCH);
    }
    return made;
  }

  @Override
  public String toString() {
    return text();
  }
}
