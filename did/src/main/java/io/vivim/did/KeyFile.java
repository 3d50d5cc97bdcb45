package io.vivim.did;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.XChaCha20Poly1305Key;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Multihash;
import java.security.GeneralSecurityException;

/**
 * One key at rest: a Tink keyset, encrypted under a passphrase.
 *
 * <pre>
 *   "VIVIMKEY"       8 bytes
 *   version          1 byte, 1
 *   content          DAG-CBOR {
 *                      "did":    the DID, so that keys can be listed without the passphrase
 *                      "kdf":    {"name": "argon2id", "salt": 16 bytes, "lanes", "passes",
 *                                 "memoryKib"}
 *                      "keyset": Tink's encrypted keyset, XChaCha20-Poly1305; its associated data
 *                                is the magic, the version and the DAG-CBOR of "did" and "kdf" }
 *   checksum         32 bytes, SHA-256 of all before
 * </pre>
 *
 * <p>Magic, version byte and checksum stay where they are in every version. The checksum tells a
 * damaged file from a wrong passphrase; the associated data binds the DID and the figures to the
 * keyset.
 */
@AccessesPartialKey
record KeyFile(DidKey did, KeyDerivation kdf, Bytes keyset) {
  static final int MAX_FILE_BYTES = 8 * 1024;

  private static final Bytes MAGIC = Bytes.utf8("VIVIMKEY");
  private static final Bytes VERSION = Bytes.fromHex("01");
  private static final int HEAD_BYTES = 9;
  private static final int CHECKSUM_BYTES = 32;
  private static final Limits CONTENT_LIMITS = new Limits(MAX_FILE_BYTES, 2, 32);
  private static final String ARGON2ID = "argon2id";

  static {
    // Tink looks primitives and formats up in its own registry; registering twice is harmless.
    try {
      AeadConfig.register();
      SignatureConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static KeyFile seal(SigningKey key, Passphrase passphrase, KeyDerivation kdf) {
    try {
      Bytes bound = associatedData(key.did(), kdf);
      byte[] sealed =
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              key.keyset(), aead(passphrase, kdf), bound.toArray(), RegistryConfiguration.get());
      return new KeyFile(key.did(), kdf, Bytes.copyOf(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypting cannot fail", e);
    }
  }

  SigningKey open(Passphrase passphrase) throws KeyStoreException {
    if (!kdf.isBearable()) {
      throw new KeyStoreException(KeyStoreError.TOO_COSTLY);
    }
    try {
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              keyset.toArray(),
              aead(passphrase, kdf),
              associatedData(did, kdf).toArray(),
              RegistryConfiguration.get());
      return SigningKey.fromKeyset(handle);
    } catch (GeneralSecurityException e) {
      throw new KeyStoreException(KeyStoreError.WRONG_PASSPHRASE);
    }
  }

  Bytes encode() {
    IpldMap content =
        IpldMap.builder()
            .put("did", Ipld.of(did.toString()))
            .put("kdf", kdfValue(kdf))
            .put("keyset", Ipld.of(keyset))
            .build();
    Bytes checked = Bytes.concat(MAGIC, VERSION, DagCbor.encode(content));
    return Bytes.concat(checked, Multihash.sha256(checked).digest());
  }

  static KeyFile decode(Bytes file) throws KeyStoreException {
    if (file.size() < HEAD_BYTES + CHECKSUM_BYTES
        || file.size() > MAX_FILE_BYTES
        || !file.startsWith(MAGIC)) {
      throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
    }
    int end = file.size() - CHECKSUM_BYTES;
    Bytes checked = file.slice(0, end);
    boolean whole = Multihash.sha256(checked).digest().equals(file.from(end));
    if (whole && !file.slice(MAGIC.size(), HEAD_BYTES).equals(VERSION)) {
      throw new KeyStoreException(KeyStoreError.UNKNOWN_VERSION);
    }
    if (!whole
        || !(DagCbor.decode(checked.from(HEAD_BYTES), CONTENT_LIMITS)
            instanceof Decoded.Value<Ipld> decoded)
        || !(decoded.value() instanceof IpldMap content)) {
      throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
    }
    return ofContent(content);
  }

  private static KeyFile ofContent(IpldMap content) throws KeyStoreException {
    if (content.size() == 3
        && content.get("did").orElse(Ipld.NULL) instanceof Ipld.Text did
        && content.get("kdf").orElse(Ipld.NULL) instanceof IpldMap kdf
        && content.get("keyset").orElse(Ipld.NULL) instanceof Ipld.Binary keyset
        && kdf.size() == 5
        && kdf.get("name").orElse(Ipld.NULL).equals(Ipld.of(ARGON2ID))
        && kdf.get("salt").orElse(Ipld.NULL) instanceof Ipld.Binary salt) {
      try {
        return new KeyFile(
            DidKey.parse(did.value()),
            new KeyDerivation(
                salt.value(),
                figure(kdf, "memoryKib"),
                figure(kdf, "passes"),
                figure(kdf, "lanes")),
            keyset.value());
      } catch (DidException e) {
        throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
      }
    }
    throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
  }

  private static int figure(IpldMap kdf, String name) throws KeyStoreException {
    if (kdf.get(name).orElse(Ipld.NULL) instanceof Ipld.Int figure
        && figure.fitsLong()
        && figure.asLong() == (int) figure.asLong()) {
      return (int) figure.asLong();
    }
    throw new KeyStoreException(KeyStoreError.DAMAGED_FILE);
  }

  private static Aead aead(Passphrase passphrase, KeyDerivation kdf)
      throws GeneralSecurityException {
    SecretBytes key = kdf.derive(passphrase, InsecureSecretKeyAccess.get());
    return KeysetHandle.newBuilder()
        .addEntry(
            KeysetHandle.importKey(XChaCha20Poly1305Key.create(key)).withFixedId(1).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private static Bytes associatedData(DidKey did, KeyDerivation kdf) {
    IpldMap bound =
        IpldMap.builder().put("did", Ipld.of(did.toString())).put("kdf", kdfValue(kdf)).build();
    return Bytes.concat(MAGIC, VERSION, DagCbor.encode(bound));
  }

  private static IpldMap kdfValue(KeyDerivation kdf) {
    return IpldMap.builder()
        .put("name", Ipld.of(ARGON2ID))
        .put("salt", Ipld.of(kdf.salt()))
        .put("lanes", Ipld.of(kdf.lanes()))
        .put("passes", Ipld.of(kdf.passes()))
        .put("memoryKib", Ipld.of(kdf.memoryKib()))
        .build();
  }
}
