package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;

/**
 * A line by which a key signs a note (C2SP signed-note).
 *
 * <pre>
 *   — name base64 (id 4 | signature)
 * </pre>
 *
 * @param name of the key
 * @param keyId of the key
 */
public record NoteSignature(String name, int keyId, Bytes signature) {
  static final String BEGIN = "\u2014 ";

  /** Whether the key says that it is its own. */
  public boolean isOf(VerifierKey key) {
    return keyId == key.id() && name.equals(key.name());
  }

  /** The line, with its end. */
  public String line() {
    Bytes id = Bytes.owning(ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array());
    return BEGIN + name + " " + Lines.base64(Bytes.concat(id, signature)) + "\n";
  }

  /** The signature of a line, without its end. */
  static NoteSignature parse(String line) throws NoteException {
    int space = line.indexOf(' ', BEGIN.length());
    if (!line.startsWith(BEGIN) || space < 0) {
      throw new NoteException(NoteReason.BAD_SIGNATURE_LINE);
    }
    String name = line.substring(BEGIN.length(), space);
    if (!VerifierKey.isName(name)) {
      throw new NoteException(NoteReason.BAD_KEY_NAME);
    }
    Bytes bytes =
        Lines.bytes(line.substring(space + 1))
            .filter(each -> each.size() > Integer.BYTES)
            .orElseThrow(() -> new NoteException(NoteReason.BAD_SIGNATURE_LINE));
    int id = ByteBuffer.wrap(bytes.slice(0, Integer.BYTES).toArray()).getInt();
    return new NoteSignature(name, id, bytes.from(Integer.BYTES).compact());
  }
}
