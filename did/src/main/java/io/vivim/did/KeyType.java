package io.vivim.did;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of public keys that did:key names here, each with its code in the multicodec table. */
public enum KeyType {
  ED25519(0xed, 32),
  X25519(0xec, 32),
  /** Compressed points, as SEC 1 encodes them. */
  SECP256K1(0xe7, 33),
  /** Compressed points, as SEC 1 encodes them. */
  P256(0x1200, 33);

  private final long code;
  private final int keyBytes;

  KeyType(long code, int keyBytes) {
    this.code = code;
    this.keyBytes = keyBytes;
  }

  /** The code of this key type in the multicodec table. */
  public long code() {
    return code;
  }

  /** How long a public key of this type is. */
  public int keyBytes() {
    return keyBytes;
  }

  static Optional<KeyType> ofCode(long code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }
}
