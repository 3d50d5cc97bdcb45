package io.vivim.node.rpc;

import io.vivim.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks of pages as callers hold them: nonce and AES-256-GCM ciphertext in hex, under a key that
 * lives as long as the server. A mark is the key of a row that was looked at last, and the entity
 * of that row may be one that the caller may not see.
 */
final class Marks {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random;
  private final SecretKeySpec key;

  Marks(SecureRandom random) {
    this.random = random;
    this.key = new SecretKeySpec(bytes(KEY_BYTES), "AES");
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * The text of a mark.
   *
   * @param question that it goes on with; for another it is no mark
   */
  String seal(Bytes mark, String question) {
    byte[] nonce = bytes(NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, question).doFinal(mark.toArray());
      return Bytes.concat(Bytes.owning(nonce), Bytes.owning(sealed)).toHex();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** The mark of a text of ours. */
  Optional<Bytes> open(String text, String question) {
    try {
      Bytes sealed = Bytes.fromHex(text);
      if (sealed.size() < NONCE_BYTES) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.slice(0, NONCE_BYTES).toArray(), question);
      return Optional.of(Bytes.owning(cipher.doFinal(sealed.from(NONCE_BYTES).toArray())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String question) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(question.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
