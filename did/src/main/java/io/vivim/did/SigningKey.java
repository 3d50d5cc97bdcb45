package io.vivim.did;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.SecretKeyAccess;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * An Ed25519 key that signs, held in a Tink keyset.
 *
 * <p>Its secret comes out only against a {@link SecretKeyAccess} token, and it prints as its DID.
 */
@AccessesPartialKey
public final class SigningKey {
  /** The bytes of a seed, which is the whole secret (RFC 8032, section 5.1.5). */
  public static final int SEED_BYTES = 32;

  private static final int KEYSET_ID = 1;

  private final KeysetHandle keyset;
  private final Ed25519PrivateKey key;
  private final PublicKeySign signer;
  private final DidKey did;

  private SigningKey(KeysetHandle keyset, SignatureProvider provider)
      throws GeneralSecurityException {
    if (keyset.size() != 1 || !(keyset.getPrimary().getKey() instanceof Ed25519PrivateKey only)) {
      throw new GeneralSecurityException("the keyset does not hold exactly one Ed25519 key");
    }
    this.keyset = keyset;
    this.key = only;
    this.signer = provider.signer(only);
    byte[] publicKey = only.getPublicKey().getPublicKeyBytes().toByteArray();
    this.did = new DidKey(KeyType.ED25519, Bytes.copyOf(publicKey));
  }

  /** A new key from the system's randomness. */
  public static SigningKey generate() {
    return fromSeed(SecretBytes.randomBytes(SEED_BYTES));
  }

  /**
   * The key of a seed.
   *
   * @throws IllegalArgumentException where the seed is not {@link #SEED_BYTES} long
   */
  public static SigningKey fromSeed(SecretBytes seed) {
    return fromSeed(seed, SignatureProvider.preferred());
  }

  /** The key of a seed, which signs with the given provider. */
  public static SigningKey fromSeed(SecretBytes seed, SignatureProvider provider) {
    if (seed.size() != SEED_BYTES) {
      throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes");
    }
    try {
      byte[] publicKey =
          Ed25519Sign.KeyPair.newKeyPairFromSeed(seed.toByteArray(InsecureSecretKeyAccess.get()))
              .getPublicKey();
      Ed25519PrivateKey key =
          Ed25519PrivateKey.create(
              Ed25519PublicKey.create(com.google.crypto.tink.util.Bytes.copyFrom(publicKey)), seed);
      KeysetHandle keyset =
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(key).withFixedId(KEYSET_ID).makePrimary())
              .build();
      return new SigningKey(keyset, provider);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can be made of every seed", e);
    }
  }

  /** The key of a keyset that was read from the key store. */
  static SigningKey fromKeyset(KeysetHandle keyset) throws GeneralSecurityException {
    return new SigningKey(keyset, SignatureProvider.preferred());
  }

  /** The DID of this key. */
  public DidKey did() {
    return did;
  }

  public Bytes publicKey() {
    return did.publicKey();
  }

  /** The 64 bytes of the signature over {@code message}. */
  public Bytes sign(Bytes message) {
    try {
      return Bytes.copyOf(signer.sign(message.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing cannot fail for a good key", e);
    }
  }

  /** The secret, which only the holder of a {@link SecretKeyAccess} token can read. */
  public SecretBytes seed() {
    return key.getPrivateKeyBytes();
  }

  /** The X25519 secret that belongs to {@link DidKey#keyAgreement} of this key's DID. */
  public SecretBytes keyAgreementSecret(SecretKeyAccess access) {
    byte[] seed = key.getPrivateKeyBytes().toByteArray(access);
    byte[] hash = sha512(seed);
    byte[] scalar = Arrays.copyOf(hash, SEED_BYTES);
    // The clamping of RFC 7748, section 5, which RFC 8032 uses for the same hash.
    scalar[0] &= (byte) 0xf8;
    scalar[SEED_BYTES - 1] &= 0x7f;
    scalar[SEED_BYTES - 1] |= 0x40;
    SecretBytes secret = SecretBytes.copyFrom(scalar, access);
    Arrays.fill(seed, (byte) 0);
    Arrays.fill(hash, (byte) 0);
    Arrays.fill(scalar, (byte) 0);
    return secret;
  }

  /** The keyset, for the key store to encrypt. */
  KeysetHandle keyset() {
    return keyset;
  }

  private static byte[] sha512(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  /** The DID; nothing of the secret. */
  @Override
  public String toString() {
    return "SigningKey[" + did + "]";
  }
}
