package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key and how often it was used (Noise, section 5.1). The nonce of each use, section 12.3:
 *
 * <pre>
 * zeros   | count of uses, little-endian
 * 4 bytes | 8 bytes
 * </pre>
 */
final class CipherState {
  static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;
  private static final int COUNT_AT = 4;

  /** The one count, of 64 bits without a sign, that is never used. */
  private static final long LAST_COUNT = -1;

  private final Cipher cipher;

  /** Whether the cipher is slow with buffers on the heap, which it copies byte by byte. */
  private final boolean wantsDirect;

  private final SecretKeySpec key;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private long count;

  /** Where frames on the heap go for the cipher's sake; as large as the largest so far. */
  private @Nullable ByteBuffer direct;

  CipherState(NoiseEngine engine, byte[] key) {
    this(engine, key, 0);
  }

  CipherState(NoiseEngine engine, byte[] key, long count) {
    this.cipher = engine.newCipher();
    this.wantsDirect = engine.isNative();
    this.key = new SecretKeySpec(key, "ChaCha20");
    this.count = count;
  }

  /** The sealed bytes and their tag. */
  Bytes seal(Bytes associated, Bytes plaintext) throws NoiseException {
    begin(Cipher.ENCRYPT_MODE);
    try {
      cipher.updateAAD(associated.toArray());
      return Bytes.owning(cipher.doFinal(plaintext.toArray()));
    } catch (GeneralSecurityException e) {
      throw sealingFailed(e);
    }
  }

  /** What was sealed, if it was sealed by the same use of the same key. */
  Bytes open(Bytes associated, Bytes sealed) throws NoiseException {
    if (sealed.size() < TAG_BYTES) {
      throw new NoiseException(NoiseError.TRUNCATED);
    }
    begin(Cipher.DECRYPT_MODE);
    try {
      cipher.updateAAD(associated.toArray());
      return Bytes.owning(cipher.doFinal(sealed.toArray()));
    } catch (AEADBadTagException e) {
      throw new NoiseException(NoiseError.BAD_TAG);
    } catch (GeneralSecurityException e) {
      throw openingFailed(e);
    }
  }

  /** Seals all of the plaintext into {@code out}, which may begin at the same place in memory. */
  void seal(ByteBuffer plaintext, ByteBuffer out) throws NoiseException {
    begin(Cipher.ENCRYPT_MODE);
    try {
      run(plaintext, out);
    } catch (GeneralSecurityException e) {
      throw sealingFailed(e);
    }
  }

  /** Opens all of {@code sealed}, a tag at least, into {@code out}, which may begin there too. */
  void open(ByteBuffer sealed, ByteBuffer out) throws NoiseException {
    begin(Cipher.DECRYPT_MODE);
    try {
      run(sealed, out);
    } catch (AEADBadTagException e) {
      throw new NoiseException(NoiseError.BAD_TAG);
    } catch (GeneralSecurityException e) {
      throw openingFailed(e);
    }
  }

  private void run(ByteBuffer in, ByteBuffer out) throws GeneralSecurityException {
    if (!wantsDirect || (in.isDirect() && out.isDirect())) {
      cipher.doFinal(in, out);
      return;
    }
    ByteBuffer before = direct(in.remaining() + TAG_BYTES).put(in).flip();
    ByteBuffer after = before.duplicate().clear();
    cipher.doFinal(before, after);
    out.put(after.flip());
  }

  private ByteBuffer direct(int size) {
    if (direct == null || direct.capacity() < size) {
      direct = ByteBuffer.allocateDirect(size);
    }
    return direct.clear();
  }

  private void begin(int mode) throws NoiseException {
    if (count == LAST_COUNT) {
      throw new NoiseException(NoiseError.NONCES_EXHAUSTED);
    }
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[COUNT_AT + i] = (byte) (count >>> (Byte.SIZE * i));
    }
    count++;
    try {
      cipher.init(mode, key, new IvParameterSpec(nonce));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("key and nonce are of the right size", e);
    }
  }

  private static IllegalStateException sealingFailed(GeneralSecurityException e) {
    return new IllegalStateException("all can be sealed where there is room", e);
  }

  private static IllegalStateException openingFailed(GeneralSecurityException e) {
    return new IllegalStateException("only a tag can be wrong where there is room", e);
  }
}
