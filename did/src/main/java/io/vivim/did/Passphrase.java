package io.vivim.did;

import com.google.crypto.tink.SecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/** What a person knows and a key is encrypted under; never printed. */
public final class Passphrase {
  private final SecretBytes utf8;

  private Passphrase(SecretBytes utf8) {
    this.utf8 = utf8;
  }

  /**
   * The passphrase of these characters, in Unicode's composed form, so that one passphrase typed on
   * two systems is the same.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static Passphrase of(char[] characters, SecretKeyAccess access) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("a passphrase must not be empty");
    }
    String composed = Normalizer.normalize(CharBuffer.wrap(characters), Normalizer.Form.NFC);
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(composed);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    try {
      return new Passphrase(SecretBytes.copyFrom(bytes, access));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  byte[] toByteArray(SecretKeyAccess access) {
    return utf8.toByteArray(access);
  }

  @Override
  public String toString() {
    return "Passphrase[hidden]";
  }
}
