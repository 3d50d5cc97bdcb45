package io.vivim.did;

import com.google.crypto.tink.SecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a passphrase becomes a key: Argon2id, version 1.3 (RFC 9106).
 *
 * @param memoryKib working memory
 * @param passes over that memory
 * @param lanes that could be filled in parallel
 */
record KeyDerivation(Bytes salt, int memoryKib, int passes, int lanes) {
  static final int SALT_BYTES = 16;
  static final int KEY_BYTES = 32;

  /** The second recommended choice of RFC 9106, section 4: 64 MiB, three passes, four lanes. */
  static final int MEMORY_KIB = 64 * 1024;

  static final int PASSES = 3;
  static final int LANES = 4;

  /** What a file may ask for; a file is written by whoever could write it. */
  static final int MAX_MEMORY_KIB = 512 * 1024;

  static final int MAX_PASSES = 10;
  static final int MAX_LANES = 16;

  /** Whether these figures may be worked with at all. */
  boolean isBearable() {
    return salt.size() == SALT_BYTES
        && lanes >= 1
        && lanes <= MAX_LANES
        && passes >= 1
        && passes <= MAX_PASSES
        && memoryKib >= 8 * lanes
        && memoryKib <= MAX_MEMORY_KIB;
  }

  SecretBytes derive(Passphrase passphrase, SecretKeyAccess access) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt.toArray())
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
    byte[] secret = passphrase.toByteArray(access);
    byte[] key = new byte[KEY_BYTES];
    try {
      argon2.generateBytes(secret, key);
      return SecretBytes.copyFrom(key, access);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }
}
