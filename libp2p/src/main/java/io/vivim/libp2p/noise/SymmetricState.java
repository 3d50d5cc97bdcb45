package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of a handshake have in common so far (Noise, section 5.2): a hash of all that was
 * said, and a key made of all secrets that were agreed on.
 */
final class SymmetricState {
  static final int HASH_BYTES = 32;

  /** The name has just the size of a hash, so it is the first one (Noise, section 5.2). */
  private static final Bytes PROTOCOL_NAME = Bytes.utf8("Noise_XX_25519_ChaChaPoly_SHA256");

  private static final String MAC = "HmacSHA256";

  private final NoiseEngine engine;
  private Bytes hash = PROTOCOL_NAME;
  private byte[] chainingKey = PROTOCOL_NAME.toArray();
  private @Nullable CipherState cipher;

  SymmetricState(NoiseEngine engine, Bytes prologue) {
    this.engine = engine;
    mixHash(prologue);
  }

  void mixHash(Bytes data) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(hash.toArray());
      hash = Bytes.owning(sha256.digest(data.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void mixKey(byte[] secret) {
    byte[][] derived = derive(secret);
    chainingKey = derived[0];
    cipher = new CipherState(engine, derived[1]);
  }

  Bytes sealAndHash(Bytes plaintext) throws NoiseException {
    Bytes sealed = cipher == null ? plaintext : cipher.seal(hash, plaintext);
    mixHash(sealed);
    return sealed;
  }

  Bytes openAndHash(Bytes sealed) throws NoiseException {
    Bytes plaintext = cipher == null ? sealed : cipher.open(hash, sealed);
    mixHash(sealed);
    return plaintext;
  }

  /** The keys of what follows the handshake: the dialler's to seal with, then the listener's. */
  CipherState[] split() {
    byte[][] derived = derive(new byte[0]);
    return new CipherState[] {
      new CipherState(engine, derived[0]), new CipherState(engine, derived[1])
    };
  }

  /** Another one for each handshake, and known to both sides alone. */
  Bytes hash() {
    return hash;
  }

  /** HKDF with two outputs (Noise, section 4.3). */
  private byte[][] derive(byte[] secret) {
    byte[] extracted = mac(chainingKey, secret);
    byte[] first = mac(extracted, new byte[] {1});
    byte[] firstAndTwo = Arrays.copyOf(first, HASH_BYTES + 1);
    firstAndTwo[HASH_BYTES] = 2;
    return new byte[][] {first, mac(extracted, firstAndTwo)};
  }

  private static byte[] mac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }
}
