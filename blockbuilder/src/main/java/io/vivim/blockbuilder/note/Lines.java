package io.vivim.blockbuilder.note;

import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.codec.Bytes;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What lines of texts are made of, each in the only way in which it is written. */
final class Lines {
  private static final int MAX_DIGITS = 19;

  private Lines() {}

  static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  /** The bytes of a text, which has its padding and no bits beyond. */
  static Optional<Bytes> bytes(String base64) {
    try {
      Bytes bytes = Bytes.owning(Base64.getDecoder().decode(base64));
      return Optional.of(bytes).filter(each -> base64(each).equals(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Bytes hash(String base64) throws NoteException {
    return bytes(base64)
        .filter(hash -> hash.size() == TreeHasher.HASH_BYTES)
        .orElseThrow(() -> new NoteException(NoteReason.BAD_HASH));
  }

  /** A number of leaves, without zeros in front. */
  static long number(String decimal) throws NoteException {
    boolean isOne =
        !decimal.isEmpty()
            && decimal.length() <= MAX_DIGITS
            && decimal.chars().allMatch(c -> c >= '0' && c <= '9')
            && (decimal.length() == 1 || decimal.charAt(0) != '0');
    if (!isOne
        || (decimal.length() == MAX_DIGITS && decimal.compareTo("9223372036854775807") > 0)) {
      throw new NoteException(NoteReason.BAD_SIZE);
    }
    return Long.parseLong(decimal);
  }

  /** The lines of a text that ends with one. */
  static List<String> of(String text) {
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }
}
